import { html } from 'ghtml';
import type { Locale } from '../../domain/subscriptions.ts';
import { assetUrl } from '../assets.ts';
import { languageLinks } from './language-links.ts';
import { COMMON } from './texts/common.ts';

/** A page for somebody who is not signed in, or whose page failed: one sheet, no navigation. `body` is markup. */
export function renderPlain({ locale, title, body, path }: { locale: Locale; title: string; body: string; path?: string }): string {
  const texts = COMMON[locale];
  return html`<!doctype html>
<html lang="${locale}">
!${renderHead(title, texts.brand)}
<body class="console plain">
<a class="skip" href="#content">${texts.skip}</a>
<header class="c-bar">
<a class="brand" href="/console"><img src="${assetUrl('mark.svg')}" width="32" height="32" alt="">${texts.brand}</a>
!${path === undefined ? '' : languageLinks(locale, path)}
</header>
<main id="content"><div class="c-sheet">!${body}</div></main>
</body>
</html>
`;
}

/** What every page of the console begins with. */
export function renderHead(title: string, brand: string): string {
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${brand}</title>
<link rel="icon" type="image/svg+xml" href="${assetUrl('mark.svg')}">
<link rel="stylesheet" href="${assetUrl('web.css')}">
<link rel="stylesheet" href="${assetUrl('console.css')}">
<script type="module" src="${assetUrl('console.js')}"></script>
</head>`;
}
