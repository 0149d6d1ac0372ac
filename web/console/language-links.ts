import { html } from 'ghtml';
import { LOCALES, type Locale } from '../../domain/subscriptions.ts';
import { COMMON } from './texts/common.ts';

/** The same page in the other language. */
export function languageLinks(current: Locale, path: string): string {
  const separator = path.includes('?') ? '&' : '?';
  const links = LOCALES.map((locale) => {
    const name = COMMON[locale].language_name;
    if (locale === current) return html`<span lang="${locale}" aria-current="true">${name}</span>`;
    return html`<a href="${path}${separator}lang=${locale}" lang="${locale}" hreflang="${locale}">${name}</a>`;
  });
  return html`<nav class="c-languages" aria-label="${COMMON[current].languages}">!${links}</nav>`;
}
