import { html } from 'ghtml';
import { LOCALES, type Locale } from '../domain/subscriptions.ts';
import { assetUrl } from './assets.ts';
import { TEXTS } from './texts/index.ts';

const LANGUAGE_NAMES: Record<Locale, string> = { fr: 'Français', en: 'English' };

/** Where a contract is ended without the mail, in each language; letters name the same paths. */
export const CANCEL_PATHS: Readonly<Record<Locale, string>> = { fr: '/resilier', en: '/cancel' };

export type Layout = {
  locale: Locale;
  title: string;
  /** Markup, escaped already; what belongs together in a `sheet`. */
  body: string;
  /** Where the page lies, for the switch of language; left out where there is nothing to switch. */
  path?: string;
  /** The page loads itself again after so long, where no script does it sooner. */
  refresh_seconds?: number;
  is_test?: boolean;
  /** Files of `web/assets` to run once the page is read. The page works without them. */
  scripts?: readonly string[];
};

/** A whole page of a buyer. Its texts are escaped by the templates; only markup made by them is passed through. */
export function renderPage({ is_test = false, ...layout }: Layout): string {
  const { locale, title, body, refresh_seconds, scripts = [] } = layout;
  const texts = TEXTS[locale].layout;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
!${refresh_seconds === undefined ? '' : html`<noscript><meta http-equiv="refresh" content="${String(refresh_seconds)}"></noscript>`}
<title>${title} · ${texts.brand}</title>
<link rel="icon" type="image/svg+xml" href="${assetUrl('mark.svg')}">
<link rel="stylesheet" href="${assetUrl('web.css')}">
!${scripts.map((name) => html`<script type="module" src="${assetUrl(name)}"></script>`)}
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header class="top">
<span class="brand"><img src="${assetUrl('mark.svg')}" width="32" height="32" alt="">${texts.brand}</span>
!${layout.path === undefined ? '' : languageSwitch(locale, layout.path)}
</header>
<main id="content">
!${is_test ? html`<p class="notice">${texts.test_mode}</p>` : ''}
!${body}
</main>
<footer class="foot">!${wayOut(locale)}</footer>
</body>
</html>
`;
}

/** What belongs together, on one ground. `content` is markup. */
export function sheet(content: string): string {
  return html`<div class="sheet">!${content}</div>`;
}

export type Art = 'done' | 'waiting' | 'problem' | 'ended';

/** The picture that says at a glance how things stand; the heading below it says so in words. */
export function art(name: Art): string {
  return html`<img class="art" src="${assetUrl(`${name}.svg`)}" width="56" height="56" alt="">`;
}

/** From every page of a buyer the end of a contract is one click away. */
function wayOut(locale: Locale): string {
  const texts = TEXTS[locale].layout;
  return html`<p>${texts.foot_note}</p><a href="${CANCEL_PATHS[locale]}">${texts.cancel_contract}</a>`;
}

function languageSwitch(current: Locale, path: string): string {
  const links = LOCALES.map((locale) =>
    locale === current
      ? html`<span lang="${locale}" aria-current="true">${LANGUAGE_NAMES[locale]}</span>`
      : html`<a href="${path}?lang=${locale}" lang="${locale}" hreflang="${locale}">${LANGUAGE_NAMES[locale]}</a>`,
  );
  return html`<nav class="languages" aria-label="${TEXTS[current].layout.languages}">!${links}</nav>`;
}

/** A list of facts, `label: value`. Values are text; a link is given with its address. */
export function factList(facts: { label: string; value: string; href?: string | undefined }[]): string {
  const rows = facts.map(
    ({ label, value, href }) =>
      html`<div><dt>${label}</dt><dd>!${href === undefined ? html`${value}` : html`<a href="${href}">${value}</a>`}</dd></div>`,
  );
  return html`<dl class="facts">!${rows}</dl>`;
}
