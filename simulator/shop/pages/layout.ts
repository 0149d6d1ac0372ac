import { html } from 'ghtml';
import { type Language, TEXTS } from '../texts.ts';

export type View = {
  language: Language;
  title: string;
  body: string;
  /** What the page's address carries, so that the same page can be had in the other language. */
  query?: Record<string, string>;
};

/** The frame of every page of the shop. */
export function layout({ language, title, body, query }: View): string {
  const texts = TEXTS[language];
  const other = language === 'fr' ? 'en' : 'fr';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === texts.site ? title : `${title} – ${texts.site}`}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header>
<nav aria-label="${texts.site}">
<a href="/">${texts.home}</a>
<a href="/received">${texts.received}</a>
<a href="?${new URLSearchParams({ ...query, lang: other })}" hreflang="${other}" lang="${other}">${texts.other_language}</a>
</nav>
</header>
<main id="content">
!${body}
</main>
</body>
</html>`;
}

/** A page that says what went wrong and leads back. */
export function errorPage(language: Language, title: string, detail: string): string {
  const body = html`<h1>${title}</h1>
!${detail === '' ? '' : html`<p role="alert">${detail}</p>`}
<p><a href="/">${TEXTS[language].home}</a></p>`;
  return layout({ language, title, body });
}
