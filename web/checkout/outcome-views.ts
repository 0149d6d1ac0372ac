import { html } from 'ghtml';
import { ISP_NAMES } from '../../domain/isps.ts';
import { priceText } from '../../domain/money.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { CheckoutPage, PurchaseView, SubscriptionView } from '../../usecases/types.ts';
import { instantText } from '../formats.ts';
import { factList } from '../layout.ts';
import { webAddress } from '../links.ts';
import { failureSentence, TEXTS } from '../texts/index.ts';
import { renderFrame, shopLink } from './frame.ts';
import { stageName } from './progress.ts';

const WAITING_REFRESH_SECONDS = 2;
/** A doubt is solved when the ISP answers: within minutes, or at one of them with the statement of the day. */
const IN_DOUBT_REFRESH_SECONDS = 15;

/** Looks for news by itself, with a script or without, and survives a reload by hand. */
export function renderWaiting(page: CheckoutPage, { locale, in_doubt }: { locale: Locale; in_doubt: boolean }): string {
  const texts = TEXTS[locale].waiting;
  const path = `/checkout/${page.checkout.id}`;
  const body = html`<p role="status" data-progress="${path}/progress" data-stage="${stageName(page)}">${in_doubt ? texts.doubt_text : texts.text}</p>
!${in_doubt ? '' : '<div class="progress" aria-hidden="true"></div>'}
<p>${texts.leave_open}</p>
<p class="actions"><a class="button quiet" href="${path}?lang=${locale}">${texts.look_again}</a></p>`;
  return renderFrame({
    page,
    locale,
    title: in_doubt ? texts.doubt_title : texts.title,
    body,
    step: 'isp',
    shows: 'waiting',
    refresh_seconds: in_doubt ? IN_DOUBT_REFRESH_SECONDS : WAITING_REFRESH_SECONDS,
    scripts: ['waiting.js'],
  });
}

/** The codes themselves; `codes.js` puts a button to copy beside each. */
function codeList(codes: string[], locale: Locale): string {
  const { your_codes, copy, copied } = TEXTS[locale].done;
  return html`<h2>${your_codes(codes.length)}</h2>
<ul class="codes" data-copy="${copy}" data-copied="${copied}">!${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>`;
}

export function renderBought(page: CheckoutPage, { locale, purchase }: { locale: Locale; purchase: PurchaseView }): string {
  const { done, facts } = TEXTS[locale];
  const codes = purchase.codes.map(({ code }) => code);
  const body = html`
!${codeList(codes, locale)}
<p>${alsoSent(page, locale)} ${done.code_once(codes.length)}</p>
!${factList([
    { label: facts.service, value: page.document.name, href: webAddress(page.document.site_url)?.href },
    { label: facts.merchant, value: page.merchant_name },
    { label: facts.paid, value: priceText(purchase.amount_cents, locale) },
    { label: facts.isp, value: ISP_NAMES[purchase.isp] },
    { label: facts.reference, value: purchase.reference },
  ])}
<p class="hint">${done.on_invoice(ISP_NAMES[purchase.isp])}</p>
!${shopLink(page, locale)}`;
  return renderFrame({ page, locale, title: done.title_codes, body, step: 'code', shows: 'done', scripts: ['codes.js'] });
}

type Subscribed = { locale: Locale; subscription: SubscriptionView };

export function renderSubscribed(page: CheckoutPage, { locale, subscription }: Subscribed): string {
  const { done, form } = TEXTS[locale];
  const has_ended = subscription.status === 'ended';
  const body = html`
!${codeList([subscription.code ?? ''], locale)}
<p>${has_ended ? done.ended : done.code_lasts} ${alsoSent(page, locale)}</p>
!${subscriptionFacts(page, { locale, subscription })}
<p class="hint">${done.on_invoice(ISP_NAMES[subscription.isp])}</p>
!${has_ended ? '' : endLink(subscription, { hint: form.ends_any_time, label: done.end_link })}
!${shopLink(page, locale)}`;
  return renderFrame({ page, locale, title: done.title_subscription, body, step: 'code', shows: 'done', scripts: ['codes.js'] });
}

function subscriptionFacts(page: CheckoutPage, { locale, subscription }: Subscribed): string {
  const { facts, rhythm } = TEXTS[locale];
  const { price_cents, period, next_charge_at, status } = subscription;
  const price = priceText(price_cents, locale);
  const next =
    next_charge_at === null || status === 'ended' ? [] : [{ label: facts.next_charge, value: instantText(next_charge_at, locale) }];
  return factList([
    { label: facts.service, value: page.document.name, href: webAddress(page.document.site_url)?.href },
    { label: facts.merchant, value: page.merchant_name },
    { label: facts.paid, value: price },
    { label: facts.price, value: rhythm[period](price) },
    ...next,
    { label: facts.isp, value: ISP_NAMES[subscription.isp] },
    { label: facts.reference, value: subscription.reference },
  ]);
}

function endLink({ unsubscribe_url }: SubscriptionView, { hint, label }: { hint: string; label: string }): string {
  const address = webAddress(unsubscribe_url);
  return address === undefined ? '' : html`<p class="hint">${hint} <a href="${address.href}">${label}</a></p>`;
}

function alsoSent({ sent_to }: CheckoutPage, locale: Locale): string {
  const texts = TEXTS[locale].done;
  return sent_to === null ? texts.also_sent : texts.also_sent_to(sent_to);
}

export function renderExpired(page: CheckoutPage, locale: Locale): string {
  const texts = TEXTS[locale].closed;
  const body = html`<p>${texts.expired_text}</p>!${shopLink(page, locale)}`;
  return renderFrame({ page, locale, title: texts.expired_title, body, shows: 'ended' });
}

/** The sale failed and the checkout takes no other try: the way forward is the shop. */
export function renderFailed(page: CheckoutPage, { locale, failure }: { locale: Locale; failure: string }): string {
  const texts = TEXTS[locale];
  const body = html`<p role="alert">${failureSentence(texts, failure)}</p>!${shopLink(page, locale)}`;
  return renderFrame({ page, locale, title: texts.closed.failed_title, body, shows: 'problem' });
}
