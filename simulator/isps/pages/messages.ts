import { html } from 'ghtml';
import type { IspProfile } from '../profiles.ts';
import { errorMessage, page } from './layout.ts';
import { type Locale, type Texts, textsOf } from './texts.ts';

export interface MessagePage {
  readonly profile?: IspProfile | undefined;
  readonly locale: Locale;
}

/** What a page says when there is nothing else to show. */
export type Message = 'bad_request' | 'not_found' | 'elsewhere' | 'failed';

const wayOf = (profile: IspProfile | undefined, locale: Locale, texts: Texts): string =>
  profile
    ? html`<a class="button" href="/${profile.id}/account?locale=${locale}">${texts.account}</a>`
    : html`<a class="button" href="/?locale=${locale}">${texts.back_home}</a>`;

/** A page that says kindly what went wrong, and that nothing was charged by it. */
export function messagePage({ profile, locale }: MessagePage, message: Message): string {
  const texts = textsOf(locale);
  // A link that is not valid leads nowhere, not even on.
  const way = message === 'bad_request' ? '' : html`<p>!${wayOf(profile, locale, texts)}</p>`;
  const content = html`<div class="card"><h1>${texts[message]}</h1><p>${texts[`${message}_detail`]}</p>!${way}</div>`;
  return page({ locale, title: texts[message], profile, kind: 'message', other_locale_url: homeUrl(locale), content });
}

/** A form of the session came without its token: from elsewhere, or from a session that has ended. */
export function formExpiredPage({ profile, locale }: MessagePage): string {
  const texts = textsOf(locale);
  const content = html`<div class="card"><h1>${texts.account}</h1>!${errorMessage(texts.form_expired)}<p>!${wayOf(profile, locale, texts)}</p></div>`;
  return page({ locale, title: texts.account, profile, kind: 'message', other_locale_url: homeUrl(locale), content });
}

/** These pages answer what cannot be asked again by an address, so the other language is that of the front page. */
const homeUrl = (locale: Locale): string => `/?locale=${locale === 'fr' ? 'en' : 'fr'}`;
