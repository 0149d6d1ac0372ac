import { html } from 'ghtml';
import { PROFILES } from '../profiles.ts';
import { page } from './layout.ts';
import { type Locale, textsOf } from './texts.ts';

/** The list of the ISPs, with a link to the account page of each. */
export function homePage(locale: Locale): string {
  const texts = textsOf(locale);
  const items = PROFILES.map(({ id, name }) => html`<li><a href="/${id}/account">${name} – ${texts.account}</a></li>`).join('');
  const content = html`<div class="card"><h1>${texts.home_title}</h1><p>${texts.home_intro}</p><ul>!${items}</ul></div>`;
  return page({ locale, title: texts.home_title, content });
}
