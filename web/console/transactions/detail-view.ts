import { html } from 'ghtml';
import { ISP_NAMES } from '../../../domain/isps.ts';
import type { ChargeView, DocumentView, EventView, PurchaseView, RefundView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { card, code, type Fact, facts, link, NOTHING, time } from '../kit/blocks.ts';
import { dayText, maskedCode, moneyText } from '../kit/format.ts';
import { deliveryBadge, refundBadge } from '../kit/status.ts';
import { dataTable } from '../kit/table.ts';
import { type AttemptOutcome, WORDS } from '../texts/words.ts';
import { type RefundForm, refundForm } from './refund-form.ts';
import { TRANSACTIONS } from './texts.ts';

export type Transaction = {
  charge: ChargeView;
  document: DocumentView;
  client_reference: string | null;
  purchase: PurchaseView | null;
  events: EventView[];
};

/** Everything that is known about one charge, and nothing about who paid it. */
export function renderTransaction(visit: Visit, transaction: Transaction, form: RefundForm): string {
  const { locale } = visit;
  const texts = TRANSACTIONS[locale];
  const { charge, events } = transaction;
  const left = refundable(charge);
  const refund = left === 0n ? '' : card(texts.refund, refundForm(visit, { charge, left_cents: left, form }));
  const refunds = charge.refunds.length === 0 ? '' : card(texts.refunds, refundTable(charge.refunds, locale));
  return html`<div class="c-columns"><div>
!${card(texts.what_it_is, facts(summary(transaction, locale)))}
!${card(texts.attempts, attemptTable(charge, locale))}
!${refunds}
!${card(texts.callbacks, eventTable(events, locale))}
</div><div class="c-beside">!${refund}</div></div>`;
}

/** What no refund has taken yet; nothing where nothing was paid. */
export function refundable({ status, amount_cents, refunds }: ChargeView): bigint {
  if (status !== 'succeeded') return 0n;
  const taken = refunds.filter((refund) => refund.status !== 'declined').map((refund) => refund.amount_cents);
  return taken.reduce((left, taken_cents) => left - taken_cents, amount_cents);
}

function summary(transaction: Transaction, locale: Visit['locale']): (Fact | undefined)[] {
  const { charge, document, client_reference, purchase } = transaction;
  const { facts: names, code_status } = TRANSACTIONS[locale];
  const { period } = charge;
  const text = (label: string, value: string | null | undefined) => (value ? { label, value: html`${value}` } : undefined);
  return [
    { label: names.amount, value: html`<strong>${moneyText(charge.amount_cents, locale)}</strong>` },
    charge.refunded_cents > 0n ? text(names.refunded, moneyText(charge.refunded_cents, locale)) : undefined,
    charge.decline ? text(names.decline, declineText(charge.decline, locale)) : undefined,
    { label: names.document, value: link(`/console/documents/${document.id}`, document.name) },
    charge.subscription
      ? { label: names.subscription, value: link(`/console/subscriptions/${charge.subscription}`, charge.subscription) }
      : undefined,
    period ? text(names.period, `${period.index + 1} · ${dayText(period.start, locale)} – ${dayText(period.end, locale)}`) : undefined,
    charge.purchase ? { label: names.purchase, value: code(charge.purchase) } : undefined,
    purchase && purchase.codes.length > 0
      ? {
          label: names.codes,
          value: html`!${purchase.codes.map((one) => html`<span class="c-line">!${code(maskedCode(one.code))} ${code_status[one.status]}</span>`)}`,
        }
      : undefined,
    text(names.own_reference, client_reference),
    text(names.isp, ISP_NAMES[charge.isp]),
    charge.isp_reference ? { label: names.isp_reference, value: code(charge.isp_reference) } : undefined,
    { label: names.due, value: time(charge.due_at, locale) },
    charge.settled_at ? { label: names.settled, value: time(charge.settled_at, locale) } : undefined,
    { label: names.id, value: code(charge.id) },
  ];
}

/** The reason in our words, and the ISP's own beside it. */
export function declineText(
  { reason, raw }: { reason: NonNullable<ChargeView['decline']>['reason']; raw?: string | null },
  locale: Visit['locale'],
): string {
  const words = WORDS[locale].decline[reason];
  return raw ? `${words} (${raw})` : words;
}

function attemptTable({ attempts }: ChargeView, locale: Visit['locale']): string {
  const { attempt_columns: columns, attempts: caption, no_attempts } = TRANSACTIONS[locale];
  return dataTable({
    caption,
    columns: [
      { label: columns.number },
      { label: columns.outcome },
      { label: columns.sent },
      { label: columns.finished },
      { label: columns.correlator },
    ],
    empty: no_attempts,
    rows: attempts.map((attempt) => [
      String(attempt.number),
      html`${WORDS[locale].attempt_outcome[attempt.outcome as AttemptOutcome]}`,
      time(attempt.sent_at, locale),
      attempt.finished_at ? time(attempt.finished_at, locale) : NOTHING,
      code(attempt.client_correlator),
    ]),
  });
}

function refundTable(refunds: RefundView[], locale: Visit['locale']): string {
  const { refund_columns: columns, refunds: caption } = TRANSACTIONS[locale];
  return dataTable({
    caption,
    columns: [
      { label: columns.amount },
      { label: columns.status },
      { label: columns.reason },
      { label: columns.asked },
      { label: columns.settled },
    ],
    rows: refunds.map((refund) => [
      moneyText(refund.amount_cents, locale),
      refundBadge(refund.status, locale),
      html`${refund.reason}`,
      time(refund.created_at, locale),
      refund.settled_at ? time(refund.settled_at, locale) : NOTHING,
    ]),
  });
}

/** Callbacks about one thing, each with how its delivery stands. */
export function eventTable(events: readonly EventView[], locale: Visit['locale']): string {
  const { callback_columns: columns, callbacks, no_callbacks } = TRANSACTIONS[locale];
  return dataTable({
    caption: callbacks,
    columns: [{ label: columns.type }, { label: columns.date }, { label: columns.status }],
    empty: no_callbacks,
    rows: events.map((event) => [
      link(`/console/events/${event.id}`, event.type),
      time(event.timestamp, locale),
      deliveryBadge(event.delivery_status, locale),
    ]),
  });
}
