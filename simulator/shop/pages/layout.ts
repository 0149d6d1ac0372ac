import { html } from 'ghtml';
import { LIVE_SCRIPT_TAG } from '../../live/live.ts';
import { EMBLEM } from '../artwork.ts';
import { STYLE_URL } from '../style.ts';
import { type Language, TEXTS } from '../texts.ts';

export type View = {
  language: Language;
  title: string;
  /** HTML, escaped already. */
  body: string;
  /** What the page's address carries, so that the same page can be had in the other language. */
  query?: Record<string, string>;
  /** The page keeps itself fresh. */
  live?: boolean;
  /** Where billing's own script lies, on pages with something to buy. */
  button_script?: string;
};

function masthead({ language, query }: View): string {
  const texts = TEXTS[language];
  const other = language === 'fr' ? 'en' : 'fr';
  return html`<header class="masthead">
<a class="name" href="/">!${EMBLEM}<span><strong>${texts.site}</strong><small>${texts.issue}</small></span></a>
<nav aria-label="${texts.site}">
<a href="/">${texts.home}</a>
<a href="/#area">${texts.tickets}</a>
<a href="/received">${texts.received}</a>
<a href="?${new URLSearchParams({ ...query, lang: other })}" hreflang="${other}" lang="${other}">${texts.other_language}</a>
</nav>
</header>`;
}

/** The frame of every page of the shop. */
export function layout(view: View): string {
  const { language, title, body, live = false, button_script } = view;
  const texts = TEXTS[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === texts.site ? title : `${title} – ${texts.site}`}</title>
<link rel="stylesheet" href="${STYLE_URL}">
!${live ? LIVE_SCRIPT_TAG : ''}!${button_script === undefined ? '' : html`<script src="/shop.js" defer></script><script src="${button_script}" async></script>`}
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
!${masthead(view)}
<main id="content">
!${body}
</main>
<footer><p>${texts.footer}</p></footer>
</body>
</html>`;
}

/** A page that says what went wrong and leads back. */
export function errorPage(language: Language, title: string, detail: string): string {
  const body = html`<div class="panel narrow"><h1>${title}</h1>
!${detail === '' ? '' : html`<p role="alert">${detail}</p>`}
<p><a class="button" href="/">${TEXTS[language].home}</a></p></div>`;
  return layout({ language, title, body });
}
