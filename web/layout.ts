import { html } from 'ghtml';
import { LOCALES, type Locale } from '../domain/subscriptions.ts';
import { TEXTS } from './texts/index.ts';

const LANGUAGE_NAMES: Record<Locale, string> = { fr: 'Français', en: 'English' };

export type Layout = {
  locale: Locale;
  title: string;
  /** Markup, escaped already. */
  body: string;
  /** Where the page lies, for the switch of language; left out where there is nothing to switch. */
  path?: string;
  refresh_seconds?: number;
  is_test?: boolean;
};

/** A whole page. Its texts are escaped by the templates; only markup made by them is passed through. */
export function renderPage({ locale, title, body, path, refresh_seconds, is_test = false }: Layout): string {
  const texts = TEXTS[locale].layout;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
!${refresh_seconds === undefined ? '' : html`<meta http-equiv="refresh" content="${String(refresh_seconds)}">`}
<title>${title} · ${texts.brand}</title>
<link rel="stylesheet" href="/assets/web.css">
</head>
<body>
<header class="top">
<span class="brand">${texts.brand}</span>
!${path === undefined ? '' : languageSwitch(locale, path)}
</header>
<main>
!${is_test ? html`<p class="notice">${texts.test_mode}</p>` : ''}
!${body}
</main>
</body>
</html>
`;
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
