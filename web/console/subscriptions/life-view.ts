import { html } from 'ghtml';
import { ISP_NAMES } from '../../../domain/isps.ts';
import type { DossierView } from '../../../usecases/dossier-types.ts';
import type { SubscriptionView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { card, code, type Fact, facts, link, time } from '../kit/blocks.ts';
import { maskedCode, moneyText } from '../kit/format.ts';
import { icon } from '../kit/icons.ts';
import { WORDS } from '../texts/words.ts';
import { SUBSCRIPTIONS_PATH } from './list-view.ts';
import { SUBSCRIPTIONS } from './texts.ts';
import { type Moment, momentsOf } from './timeline.ts';

export type Life = { subscription: SubscriptionView; dossier: DossierView };

/** A subscription that lives for years has hundreds of moments; a page has so many. */
const MOMENTS = 50;

/** One subscription: how it stands beside all that ever happened to it. */
export function renderLife(visit: Visit, life: Life): string {
  const { locale } = visit;
  const texts = SUBSCRIPTIONS[locale];
  const { subscription, dossier } = life;
  const end = subscription.status === 'ended' ? '' : card(texts.cancel, cancelForm(visit, subscription));
  const clock = subscription.test_clock ? html`<p class="quiet">${texts.timeline_clock}</p>` : '';
  return html`<div class="c-columns"><div>
!${card(texts.timeline, html`!${clock}!${timeline(visit, life)}`)}
</div><div class="c-beside">
!${card(texts.summary, facts(summary({ subscription, dossier }, locale)))}
!${end}
</div></div>`;
}

function timeline({ locale, query }: Visit, { subscription, dossier }: Life): string {
  const texts = SUBSCRIPTIONS[locale];
  const moments = momentsOf(dossier, locale);
  const skipped = /^\d{1,5}$/.test(query.skip ?? '') ? Number(query.skip) : 0;
  const shown = moments.slice(skipped, skipped + MOMENTS);
  const address = (skip: number) => `${SUBSCRIPTIONS_PATH}/${subscription.id}${skip === 0 ? '' : `?skip=${skip}`}`;
  const later = skipped === 0 ? '' : html`<a class="button c-second" href="${address(Math.max(0, skipped - MOMENTS))}">${texts.later}</a>`;
  const earlier =
    skipped + MOMENTS >= moments.length ? '' : html`<a class="button c-second" href="${address(skipped + MOMENTS)}">${texts.earlier}</a>`;
  return html`<ol class="c-timeline">!${skipped === 0 ? upcoming(subscription, locale) : ''}!${shown.map((moment) => momentItem(moment, locale))}</ol>
!${later === '' && earlier === '' ? '' : html`<p class="c-pager">!${later}!${earlier}</p>`}`;
}

function upcoming({ next_charge_at, status, price_cents }: SubscriptionView, locale: Visit['locale']): string {
  if (next_charge_at === null || status === 'ended') return '';
  const texts = SUBSCRIPTIONS[locale];
  const lines = status === 'past_due' ? [html`${texts.next_retry}`] : [];
  const item = { at: next_charge_at, icon: 'clocks', title: html`${texts.next(moneyText(price_cents, locale))}`, lines } as const;
  return momentItem(item, locale, 'upcoming');
}

function momentItem(
  { at, icon: name, title, lines }: Omit<Moment, 'lines'> & { lines: readonly string[] },
  locale: Visit['locale'],
  kind = name as string,
): string {
  return html`<li class="${kind}"><span class="c-dot">!${icon(name)}</span><div><p class="c-moment">!${title}</p>!${lines.map(
    (line) => html`<p class="quiet">!${line}</p>`,
  )}</div>!${time(at, locale)}</li>`;
}

function summary({ subscription, dossier }: Life, locale: Visit['locale']): (Fact | undefined)[] {
  const { facts: names, sold_by, mandate_cancelled } = SUBSCRIPTIONS[locale];
  const words = WORDS[locale];
  const { current_period, next_charge_at, ended_at, end_reason, end_source } = subscription;
  const taken_cents = dossier.charges
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, { amount_cents }) => sum + amount_cents, 0n);
  const { consent, mandate, offer } = dossier;
  return [
    {
      label: names.price,
      value: html`<strong>${words.per_period[subscription.period](moneyText(subscription.price_cents, locale))}</strong>`,
    },
    { label: names.paid_total, value: moneyText(taken_cents, locale) },
    { label: names.document, value: link(`/console/documents/${subscription.document}`, offer.document_name ?? subscription.document) },
    { label: names.isp, value: ISP_NAMES[subscription.isp] },
    subscription.client_reference === null ? undefined : { label: names.own_reference, value: html`${subscription.client_reference}` },
    subscription.code === null ? undefined : { label: names.code, value: code(maskedCode(subscription.code)) },
    current_period === null ? undefined : { label: names.paid_until, value: time(current_period.end, locale) },
    next_charge_at === null ? undefined : { label: names.next, value: time(next_charge_at, locale) },
    ended_at === null ? undefined : { label: names.ended, value: time(ended_at, locale) },
    end_reason === null
      ? undefined
      : { label: '', value: html`${words.end_reason[end_reason]}${end_source ? `, ${words.end_source[end_source]}` : ''}` },
    subscription.test_clock === null
      ? undefined
      : { label: names.clock, value: link(`/console/test-clocks/${subscription.test_clock}`, subscription.test_clock) },
    consent === null ? undefined : { label: names.sold, value: html`${sold_by[consent.channel]}` },
    consent?.accepted_at ? { label: names.accepted, value: time(consent.accepted_at, locale) } : undefined,
    mandate === null
      ? undefined
      : { label: names.mandate, value: html`!${code(mandate.isp_reference)} ${mandate.cancelled_at ? mandate_cancelled : ''}` },
    { label: names.id, value: code(subscription.id) },
  ];
}

function cancelForm({ locale, session }: Visit, { id }: SubscriptionView): string {
  const texts = SUBSCRIPTIONS[locale];
  return html`<p>${texts.cancel_text}</p>
<form method="post" action="${SUBSCRIPTIONS_PATH}/${id}/cancel" data-once>!${csrfField(session)}
<p><label class="c-check"><input type="checkbox" name="confirmed" value="yes" required> ${texts.cancel_confirm}</label></p>
<button class="c-danger">${texts.cancel_button}</button></form>`;
}
