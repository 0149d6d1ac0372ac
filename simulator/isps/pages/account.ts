import { html } from 'ghtml';
import type { Mandate } from '../mandates.ts';
import { displayed } from '../money.ts';
import type { Payment } from '../payment.ts';
import type { IspProfile } from '../profiles.ts';
import { errorMessage, notice, page } from './layout.ts';
import { loginFields } from './login.ts';
import { displayedDate, type Locale, type Texts, textsOf } from './texts.ts';

const REFRESH_SECONDS = 5;

interface PageOf {
  readonly profile: IspProfile;
  readonly locale: Locale;
}

const accountUrl = ({ profile, locale }: PageOf): string => `/${profile.id}/account?locale=${locale}`;

function localeLink({ profile, locale }: PageOf, texts: Texts): string {
  const other = locale === 'fr' ? 'en' : 'fr';
  return html`<a href="/${profile.id}/account?locale=${other}" lang="${other}" hreflang="${other}">${texts.other_locale}</a>`;
}

export function loginPage(of: PageOf, { error, username }: { error?: string; username?: string } = {}): string {
  const texts = textsOf(of.locale);
  const content = html`<form class="card" method="post" action="/${of.profile.id}/account/login?locale=${of.locale}">
<h1>${texts.account}</h1>
!${errorMessage(error)}
!${loginFields(texts, username)}
<button class="primary">${texts.log_in}</button>
</form>`;
  return page({ ...of, title: texts.account, aside: localeLink(of, texts), content });
}

/** A form of the session came without its token: from elsewhere, or from a session that has ended. */
export function formExpiredPage(of: PageOf): string {
  const texts = textsOf(of.locale);
  const content = html`<div class="card">!${errorMessage(texts.form_expired)}<p><a href="${accountUrl(of)}">${texts.account}</a></p></div>`;
  return page({ ...of, title: texts.account, content });
}

function purchaseRow(payment: Payment, { locale }: PageOf, texts: Texts): string {
  const refunded = payment.refunded_cents === 0n ? '' : ` (${texts.refunded} : ${displayed(payment.refunded_cents, locale)})`;
  return html`<tr>
<td>${displayedDate(payment.created_at_ms, locale)}</td>
<td>${payment.description}${payment.merchant_name === null ? '' : ` – ${payment.merchant_name}`}</td>
<td class="amount">${displayed(payment.amount_cents, locale)}</td>
<td>${texts.statuses[payment.status]}${refunded}</td>
</tr>`;
}

function purchaseTable(payments: readonly Payment[], of: PageOf, texts: Texts): string {
  if (payments.length === 0) return html`<p>${texts.no_purchases}</p>`;
  const rows = payments.map((payment) => purchaseRow(payment, of, texts)).join('');
  return html`<div class="scroll"><table>
<thead><tr>
<th scope="col">${texts.date}</th><th scope="col">${texts.product}</th><th scope="col" class="amount">${texts.amount}</th><th scope="col">${texts.status}</th>
</tr></thead>
<tbody>!${rows}</tbody>
</table></div>`;
}

function mandateItem(mandate: Mandate, of: PageOf & { form_token: string }, texts: Texts): string {
  const name = mandate.merchant_name === null ? mandate.description : `${mandate.description} – ${mandate.merchant_name}`;
  const price = mandate.amount_max_cents === null ? '' : `${displayed(mandate.amount_max_cents, of.locale)}, `;
  return html`<form method="post" action="/${of.profile.id}/account/mandates/${mandate.mandate_id}/revoke?locale=${of.locale}">
<input type="hidden" name="form_token" value="${of.form_token}" />
<p><strong>${name}</strong><br /><span class="note">${price}${texts.since} ${displayedDate(mandate.created_at_ms, of.locale)}</span></p>
<button class="secondary" aria-label="${texts.end} : ${name}">${texts.end}</button>
</form>`;
}

export interface AccountPage extends PageOf {
  readonly form_token: string;
  readonly purchases: readonly Payment[];
  readonly mandates: readonly Mandate[];
  /** A mandate has just been ended here. */
  readonly ended: boolean;
}

/** The subscriber's own page: what was bought, newest first, and the subscriptions that can be ended. */
export function accountPage(of: AccountPage): string {
  const texts = textsOf(of.locale);
  const mandates = of.mandates.map((mandate) => mandateItem(mandate, of, texts)).join('');
  const logout = html`<form method="post" action="/${of.profile.id}/account/logout?locale=${of.locale}">
<input type="hidden" name="form_token" value="${of.form_token}" /><button class="plain">${texts.log_out}</button></form>`;
  // Subscriptions first: ending one must not be found below a long list.
  const content = html`!${notice(of.ended ? texts.ended : undefined)}
<h1>${texts.account}</h1>
<section class="card"><h2>${texts.subscriptions}</h2>!${mandates === '' ? html`<p>${texts.no_subscriptions}</p>` : mandates}</section>
<section class="card"><h2>${texts.purchases}</h2>!${purchaseTable(of.purchases, of, texts)}<p class="note">${texts.live}</p></section>`;
  const aside = localeLink(of, texts) + logout;
  return page({ profile: of.profile, locale: of.locale, title: texts.account, aside, refresh_seconds: REFRESH_SECONDS, content });
}
