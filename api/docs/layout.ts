import { html } from 'ghtml';

/** `body` is HTML that was escaped where it was made. */
export function renderPage(title: string, body: string, language = 'en'): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<main>
!${body}
</main>
</body>
</html>
`;
}

/** Text with `code` in backquotes, the only markup that descriptions use. */
export function renderProse(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))
    .join('');
}
