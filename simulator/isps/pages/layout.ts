import { html } from 'ghtml';
import { LIVE_SCRIPT_TAG } from '../../live/live.ts';
import type { IspProfile } from '../profiles.ts';
import { LOOKS } from './looks.ts';
import { STYLESHEET_URL } from './stylesheet.ts';
import { type Locale, textsOf } from './texts.ts';

export interface Layout {
  readonly locale: Locale;
  readonly title: string;
  /** Whose page it is; without it, the page of all four. */
  readonly profile?: IspProfile | undefined;
  /** What kind of page it is, for the stylesheet. */
  readonly kind: 'home' | 'authorize' | 'account' | 'login' | 'message';
  /** The address of this page in the other language. */
  readonly other_locale_url: string;
  /** HTML at the right of the header, after the language. */
  readonly aside?: string;
  /** The page keeps itself fresh. */
  readonly live?: boolean;
  /** HTML of the page itself. */
  readonly content: string;
}

const IN_ADDRESSES: Record<string, string> = { '&': '&amp;', '"': '%22', "'": '%27', '<': '%3C', '>': '%3E' };

/** An address for a quoted attribute, put in as it is (`!`). Unlike other text, `=` stays and `&` is `&amp;`, which also simple clients understand. */
export const addressAttribute = (url: string): string => url.replaceAll(/[&"'<>]/g, (sign) => IN_ADDRESSES[sign] ?? '');

function header({ locale, profile, other_locale_url, aside = '' }: Layout): string {
  const texts = textsOf(locale);
  const other = locale === 'fr' ? 'en' : 'fr';
  const look = profile && LOOKS[profile.id];
  return html`<header><p class="simulated">${texts.simulated}</p><div class="wide">
<a class="brand" href="${profile ? `/${profile.id}/account?locale=${locale}` : '/'}">!${look?.emblem ?? ''}<span><strong>${profile?.name ?? 'Internet+'}</strong>
<small>${look ? look.tagline[locale] : texts.home_title}</small></span></a>
<div class="aside"><a href="${other_locale_url}" lang="${other}" hreflang="${other}">${texts.other_locale}</a>!${aside}</div>
</div></header>`;
}

/** A whole page. Works without script; `content` and `aside` are HTML that was escaped already. */
export function page(layout: Layout): string {
  const { locale, title, profile, kind, live = false, content } = layout;
  const texts = textsOf(locale);
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${title}${profile ? ` – ${profile.name}` : ''}</title>
<link rel="stylesheet" href="${STYLESHEET_URL}" />
!${live ? LIVE_SCRIPT_TAG : ''}
</head>
<body class="${profile?.id ?? 'all'}">
<a class="skip" href="#content">${texts.skip}</a>
!${header(layout)}
<main id="content" class="${kind}">!${content}</main>
<footer>${texts.footer}</footer>
</body>
</html>`;
}

/** A message at the head of a page: an error is announced by screen readers at once. */
export const errorMessage = (text: string | undefined): string =>
  text === undefined ? '' : html`<p class="error" role="alert">${text}</p>`;
export const notice = (text: string | undefined): string => (text === undefined ? '' : html`<p class="notice" role="status">${text}</p>`);
