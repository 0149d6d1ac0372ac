import { html } from 'ghtml';
import { displayed } from '../money.ts';
import type { Payment } from '../payment.ts';
import type { Refund } from '../refunds.ts';
import { displayedDate, displayedMonth, filled, type Locale, type Texts, textsOf } from './texts.ts';

/** One purchase with the money that went back. */
export interface ShownPurchase {
  readonly payment: Payment;
  readonly refunds: readonly Refund[];
}

/** The purchases of a calendar month in Paris, and what they come to, refunds taken off. */
export interface ShownMonth {
  readonly first_ms: number;
  readonly total_cents: bigint;
  readonly purchases: readonly ShownPurchase[];
}

function refundLine(refund: Refund, locale: Locale, texts: Texts): string {
  const values = { amount: displayed(refund.amount_cents, locale), date: displayedDate(refund.created_at_ms, locale) };
  return html`<small class="refund">${filled(texts.refunded_on, values)}</small>`;
}

function purchaseItem({ payment, refunds }: ShownPurchase, locale: Locale, texts: Texts): string {
  const amount = displayed(payment.amount_cents, locale);
  const whole = payment.refunded_cents === payment.amount_cents;
  const status = whole ? texts.refunded : texts.statuses[payment.status];
  const news = [payment.description, amount, status].join(', ');
  return html`<li data-key="${payment.payment_id}" data-news="${news}">
<span class="what"><strong>${payment.description}</strong>!${payment.merchant_name === null ? '' : html`<span>${payment.merchant_name}</span>`}
<small>${displayedDate(payment.created_at_ms, locale)}</small>!${refunds.map((refund) => refundLine(refund, locale, texts))}</span>
<span class="sum"><span class="amount">${amount}</span><span class="state ${whole ? 'refunded' : payment.status}">${status}</span></span>
</li>`;
}

function monthGroup({ first_ms, total_cents, purchases }: ShownMonth, locale: Locale, texts: Texts): string {
  const items = purchases.map((purchase) => purchaseItem(purchase, locale, texts));
  const total = filled(texts.total_of_month, { amount: displayed(total_cents, locale) });
  return html`<h3 class="month"><span>${displayedMonth(first_ms, locale)}</span> <span class="amount">${total}</span></h3>
<ul class="purchases">!${items}</ul>`;
}

/** The purchases month by month, the newest first. */
export function purchaseList(months: readonly ShownMonth[], { locale, shown_max }: { locale: Locale; shown_max: number }): string {
  const texts = textsOf(locale);
  if (months.length === 0) return html`<p>${texts.no_purchases}</p>`;
  const groups = months.map((month) => monthGroup(month, locale, texts));
  const shown = months.reduce((count, { purchases }) => count + purchases.length, 0);
  const bound = shown < shown_max ? '' : html`<p class="note">${filled(texts.purchases_max, { count: String(shown_max) })}</p>`;
  return html`!${groups}!${bound}`;
}
