import { html } from 'ghtml';
import { displayed } from '../money.ts';
import type { Payment } from '../payment.ts';
import type { IspProfile } from '../profiles.ts';
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
export function purchaseList(months: readonly ShownMonth[], locale: Locale): string {
  const texts = textsOf(locale);
  if (months.length === 0) return html`<p>${texts.no_purchases}</p>`;
  return months.map((month) => monthGroup(month, locale, texts)).join('');
}

/** Where the reader is among the purchases; pages count from 1. */
export interface PurchasePages {
  readonly page: number;
  readonly last: number;
}

export function pageLinks({ page, last }: PurchasePages, { profile, locale }: { profile: IspProfile; locale: Locale }): string {
  if (last === 1) return '';
  const texts = textsOf(locale);
  const link = (to: number, text: string) =>
    to < 1 || to > last ? '' : html`<a href="/${profile.id}/account?locale=${locale}&page=${to}#purchases-title">${text}</a>`;
  return html`<nav class="pages" aria-label="${texts.purchases}">!${link(page - 1, texts.newer)}!${link(page + 1, texts.older)}</nav>`;
}
