import { html } from 'ghtml';
import type { IspProfile } from '../profiles.ts';
import type { Locale } from './texts.ts';

export interface Layout {
  readonly locale: Locale;
  readonly title: string;
  /** Whose page it is; without it, the page of all four. */
  readonly profile?: IspProfile;
  /** HTML at the right of the header. */
  readonly aside?: string;
  /** Seconds after which the page loads itself again. */
  readonly refresh_seconds?: number;
  /** HTML of the page itself. */
  readonly content: string;
}

/** A whole page. Works without script; `content` and `aside` are HTML that was escaped already. */
export function page({ locale, title, profile, aside = '', refresh_seconds, content }: Layout): string {
  const refresh = refresh_seconds === undefined ? '' : html`<meta http-equiv="refresh" content="${refresh_seconds}" />`;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
!${refresh}
<title>${title}${profile ? ` – ${profile.name}` : ''}</title>
<link rel="stylesheet" href="/stylesheet.css" />
</head>
<body class="${profile?.id ?? ''}">
<header><strong>${profile?.name ?? 'Internet+'}</strong>!${aside}</header>
<main>!${content}</main>
</body>
</html>`;
}

/** A message at the head of a page: an error is announced by screen readers at once. */
export const errorMessage = (text: string | undefined): string =>
  text === undefined ? '' : html`<p class="error" role="alert">${text}</p>`;
export const notice = (text: string | undefined): string => (text === undefined ? '' : html`<p class="card" role="status">${text}</p>`);
