import { html } from 'ghtml';
import { ISP_NAMES } from '../../domain/isps.ts';
import { priceText } from '../../domain/money.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { CheckoutPage, PurchaseView, SubscriptionView } from '../../usecases/types.ts';
import { instantText } from '../formats.ts';
import { type Art, art, factList, renderPage, sheet } from '../layout.ts';
import { wayBack, webAddress } from '../links.ts';
import { failureSentence, TEXTS } from '../texts/index.ts';
import { stageName } from './progress.ts';

const WAITING_REFRESH_SECONDS = 2;
/** A doubt is solved when the ISP answers: within minutes, or at one of them with the statement of the day. */
const IN_DOUBT_REFRESH_SECONDS = 15;

type Outcome = {
  page: CheckoutPage;
  locale: Locale;
  title: string;
  body: string;
  shows: Art;
  refresh_seconds?: number;
  scripts?: string[];
};

function renderOutcome({ page, body, shows, ...layout }: Outcome): string {
  return renderPage({
    ...layout,
    body: sheet(html`!${art(shows)}<h1>${layout.title}</h1>!${body}`),
    path: `/checkout/${page.checkout.id}`,
    is_test: page.document.mode === 'test',
  });
}

/** The link that leads back to the shop, where there is an address for it. */
function shopLink(page: CheckoutPage, locale: Locale): string {
  const shop = wayBack(page);
  return shop === undefined ? '' : html`<p><a class="button" href="${shop}">${TEXTS[locale].layout.back_to_shop}</a></p>`;
}

/** Reloads itself, so that it works without a script and survives a reload by hand. */
export function renderWaiting(page: CheckoutPage, { locale, in_doubt }: { locale: Locale; in_doubt: boolean }): string {
  const texts = TEXTS[locale].waiting;
  return renderOutcome({
    page,
    locale,
    shows: 'waiting',
    title: in_doubt ? texts.doubt_title : texts.title,
    body: html`<p role="status" data-progress="/checkout/${page.checkout.id}/progress" data-stage="${stageName(page)}">${in_doubt ? texts.doubt_text : texts.text}</p>
<p>${texts.leave_open}</p>`,
    scripts: ['waiting.js'],
    refresh_seconds: in_doubt ? IN_DOUBT_REFRESH_SECONDS : WAITING_REFRESH_SECONDS,
  });
}

export function renderBought(page: CheckoutPage, { locale, purchase }: { locale: Locale; purchase: PurchaseView }): string {
  const { done, facts } = TEXTS[locale];
  const body = html`
<h2>${done.your_codes(purchase.codes.length)}</h2>
<ul class="codes">!${purchase.codes.map(({ code }) => html`<li><code>${code}</code></li>`)}</ul>
<p>${alsoSent(page, locale)}</p>
!${factList([
    { label: facts.service, value: page.document.name, href: webAddress(page.document.site_url)?.href },
    { label: facts.merchant, value: page.merchant_name },
    { label: facts.paid, value: priceText(purchase.amount_cents, locale) },
    { label: facts.isp, value: ISP_NAMES[purchase.isp] },
    { label: facts.reference, value: purchase.reference },
  ])}
<p>${done.on_invoice(ISP_NAMES[purchase.isp])}</p>
!${shopLink(page, locale)}`;
  return renderOutcome({ page, locale, title: done.title_codes, body, shows: 'done' });
}

export function renderSubscribed(page: CheckoutPage, { locale, subscription }: { locale: Locale; subscription: SubscriptionView }): string {
  const { done, facts, rhythm, form } = TEXTS[locale];
  const { price_cents, period, isp, next_charge_at } = subscription;
  const price = priceText(price_cents, locale);
  const has_ended = subscription.status === 'ended';
  const body = html`
<h2>${done.your_code}</h2>
<ul class="codes"><li><code>${subscription.code}</code></li></ul>
<p>${has_ended ? done.ended : done.code_lasts} ${alsoSent(page, locale)}</p>
!${factList([
    { label: facts.service, value: page.document.name, href: webAddress(page.document.site_url)?.href },
    { label: facts.merchant, value: page.merchant_name },
    { label: facts.paid, value: price },
    { label: facts.price, value: rhythm[period](price) },
    ...(next_charge_at === null || has_ended ? [] : [{ label: facts.next_charge, value: instantText(next_charge_at, locale) }]),
    { label: facts.isp, value: ISP_NAMES[isp] },
    { label: facts.reference, value: subscription.reference },
  ])}
<p>${done.on_invoice(ISP_NAMES[isp])}</p>
!${shopLink(page, locale)}
!${has_ended ? '' : endLink(subscription, { hint: form.ends_any_time, label: done.end_link })}`;
  return renderOutcome({ page, locale, title: done.title_subscription, body, shows: 'done' });
}

function endLink({ unsubscribe_url }: SubscriptionView, { hint, label }: { hint: string; label: string }): string {
  const address = webAddress(unsubscribe_url);
  return address === undefined ? '' : html`<p class="hint">${hint} <a href="${address.href}">${label}</a></p>`;
}

function alsoSent({ email }: CheckoutPage, locale: Locale): string {
  const texts = TEXTS[locale].done;
  return email === null ? texts.also_sent : texts.also_sent_to(email);
}

export function renderExpired(page: CheckoutPage, locale: Locale): string {
  const texts = TEXTS[locale].closed;
  const body = html`<p>${texts.expired_text}</p>!${shopLink(page, locale)}`;
  return renderOutcome({ page, locale, title: texts.expired_title, body, shows: 'ended' });
}

/** The sale failed and the checkout takes no other try: the way forward is the shop. */
export function renderFailed(page: CheckoutPage, { locale, failure }: { locale: Locale; failure: string }): string {
  const texts = TEXTS[locale];
  const body = html`<p role="alert">${failureSentence(texts, failure)}</p>!${shopLink(page, locale)}`;
  return renderOutcome({ page, locale, title: texts.closed.failed_title, body, shows: 'problem' });
}
