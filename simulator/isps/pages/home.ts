import { html } from 'ghtml';
import { PROFILES } from '../profiles.ts';
import { page } from './layout.ts';
import { LOOKS } from './looks.ts';
import { type Locale, textsOf } from './texts.ts';

/** Where a subscriber chooses the ISP: a card for each, with a link to its account page. */
export function homePage(locale: Locale): string {
  const texts = textsOf(locale);
  const items = PROFILES.map(
    ({ id, name }) => html`<li><a class="choice ${id}" href="/${id}/account?locale=${locale}">
!${LOOKS[id].emblem}<span><strong>${name}</strong><small>${LOOKS[id].tagline[locale]}</small><span class="go">${texts.home_open}</span></span></a></li>`,
  ).join('');
  const content = html`<h1>${texts.home_title}</h1><p class="lead">${texts.home_intro}</p>
<ul class="isps">!${items}</ul><p class="note">${texts.home_try}</p>`;
  const other_locale_url = `/?locale=${locale === 'fr' ? 'en' : 'fr'}`;
  return page({ locale, title: texts.home_title, kind: 'home', other_locale_url, content });
}
