import { html } from 'ghtml';
import { liveStatus } from '../../live/live.ts';
import type { Mandate } from '../mandates.ts';
import { displayed } from '../money.ts';
import type { IspProfile } from '../profiles.ts';
import { errorMessage, notice, page } from './layout.ts';
import { loginFields } from './login.ts';
import { LOOKS } from './looks.ts';
import { mandateLists, mandateName } from './mandates.ts';
import { type PurchasePages, pageLinks, purchaseList, type ShownMonth } from './purchases.ts';
import { displayedDate, displayedMonth, filled, type Locale, type Texts, textsOf } from './texts.ts';

interface PageOf {
  readonly profile: IspProfile;
  readonly locale: Locale;
}

const otherLocaleUrl = ({ profile, locale }: PageOf): string => `/${profile.id}/account?locale=${locale === 'fr' ? 'en' : 'fr'}`;

export function loginPage(of: PageOf, { error, username = '' }: { error?: string; username?: string } = {}): string {
  const texts = textsOf(of.locale);
  const content = html`<form class="card" method="post" action="/${of.profile.id}/account/login?locale=${of.locale}">
<p class="place">${LOOKS[of.profile.id].place[of.locale]}</p>
<h1>${texts.account}</h1>
<p>${texts.account_intro}</p>
!${errorMessage(error)}
!${loginFields(texts, { username })}
<div class="actions"><button class="primary">${texts.log_in}</button></div>
<p class="note"><a href="/?locale=${of.locale}">${texts.back_home}</a></p>
</form>`;
  return page({ ...of, title: texts.account, kind: 'login', other_locale_url: otherLocaleUrl(of), content });
}

export interface AccountPage extends PageOf {
  readonly line: string;
  readonly form_token: string;
  readonly months: readonly ShownMonth[];
  readonly pages: PurchasePages;
  readonly mandates: { readonly active: readonly Mandate[]; readonly ended: readonly Mandate[] };
  /** What was bought in the month that runs, and the most that the line may take in it. */
  readonly this_month: { readonly now_ms: number; readonly total_cents: bigint; readonly ceiling_cents: bigint | null };
  /** The subscription that has just been ended here. */
  readonly just_ended: Mandate | undefined;
}

function monthCard({ this_month, locale }: AccountPage, texts: Texts): string {
  const { now_ms, total_cents, ceiling_cents } = this_month;
  const total = html`<p>${filled(texts.month_total, { month: displayedMonth(now_ms, locale) })}</p><p class="total">${displayed(total_cents, locale)}</p>`;
  if (ceiling_cents === null) return total;
  const left_cents = ceiling_cents > total_cents ? ceiling_cents - total_cents : 0n;
  const values = { left: displayed(left_cents, locale), ceiling: displayed(ceiling_cents, locale) };
  return html`!${total}<p class="note">${filled(texts.month_left, values)}</p>`;
}

function endedNotice({ just_ended, locale }: AccountPage, texts: Texts): string {
  if (just_ended?.ended_at_ms == null) return '';
  return notice(filled(texts.ended, { name: mandateName(just_ended), date: displayedDate(just_ended.ended_at_ms, locale) }));
}

function logoutForm({ profile, locale, form_token }: AccountPage, texts: Texts): string {
  return html`<form method="post" action="/${profile.id}/account/logout?locale=${locale}">
<input type="hidden" name="form_token" value="${form_token}" /><button class="plain">${texts.log_out}</button></form>`;
}

/** The subscriber's own page: what was bought, newest first, and the subscriptions that can be ended. */
export function accountPage(view: AccountPage): string {
  const { profile, locale, line, months, pages, mandates } = view;
  const texts = textsOf(locale);
  // Subscriptions before purchases: ending one must not be found below a long list.
  const content = html`!${endedNotice(view, texts)}
<div class="title"><div><p class="place">${LOOKS[profile.id].place[locale]}</p><h1>${texts.account}</h1></div>
<p class="line">${texts.line} <strong>${line}</strong></p></div>
!${liveStatus(texts.live, { events: `/${profile.id}/account/events` })}
<div class="columns">
<div>
<section class="card" aria-labelledby="this-month"><h2 id="this-month">${texts.this_month}</h2><div id="month" data-live>!${monthCard(view, texts)}</div></section>
<section class="card" aria-labelledby="subscriptions-title"><h2 id="subscriptions-title">${texts.subscriptions}</h2>
<div id="subscriptions" data-live>!${mandateLists(view, mandates)}</div></section>
</div>
<section class="card" aria-labelledby="purchases-title"><h2 id="purchases-title">${texts.purchases}</h2>
<div id="purchases" data-live>!${purchaseList(months, locale)}!${pageLinks(pages, view)}</div></section>
</div>`;
  const layout = { profile, locale, title: texts.account, kind: 'account', other_locale_url: otherLocaleUrl(view), content } as const;
  return page({ ...layout, aside: logoutForm(view, texts), live: true });
}
