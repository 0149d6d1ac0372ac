import { html } from 'ghtml';
import type { DeliveryView, EventView, Listing } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { badge, card, code, type Fact, facts, link, NOTHING, time } from '../kit/blocks.ts';
import { deliveryBadge } from '../kit/status.ts';
import { dataTable, pager } from '../kit/table.ts';
import { EVENTS } from './texts.ts';

export const EVENTS_PATH = '/console/events';

export function renderEvents({ locale, query }: Visit, { data, has_more }: Listing<EventView>): string {
  const texts = EVENTS[locale];
  const { columns } = texts;
  const table = dataTable({
    caption: texts.title,
    columns: [
      { label: columns.type },
      { label: columns.about },
      { label: columns.date },
      { label: columns.status },
      { label: columns.attempts, is_number: true },
    ],
    empty: texts.empty,
    rows: data.map((event) => [
      link(`${EVENTS_PATH}/${event.id}`, event.type),
      code(event.data.reference),
      time(event.timestamp, locale),
      deliveryBadge(event.delivery_status, locale),
      String(event.deliveries.length),
    ]),
  });
  return html`<p class="c-intro">${texts.intro}</p>!${table}!${pager({ locale, path: EVENTS_PATH, query, last_id: data.at(-1)?.id, has_more })}`;
}

/** One event: what is told, to whom, and how each attempt went. What the other server answered is shown as text, whatever it is. */
export function renderEvent(visit: Visit, event: EventView): string {
  const { locale } = visit;
  const texts = EVENTS[locale];
  const body = JSON.stringify({ type: event.type, timestamp: event.timestamp, data: event.data }, null, 2);
  return html`<div class="c-columns"><div>
!${card(texts.attempts, attempts(event.deliveries, locale))}
!${card(texts.body, html`<pre class="c-code" tabindex="0"><code>${body}</code></pre>`)}
</div><div class="c-beside">
!${card(texts.summary, facts(summary(event, locale)))}
!${card(texts.redeliver, redeliverForm(visit, event))}
</div></div>`;
}

function summary(event: EventView, locale: Visit['locale']): (Fact | undefined)[] {
  const { facts: names, about } = EVENTS[locale];
  const { purchase, subscription, charge } = event.data;
  return [
    { label: names.date, value: time(event.timestamp, locale) },
    { label: names.status, value: deliveryBadge(event.delivery_status, locale) },
    event.delivered_at ? { label: names.delivered, value: time(event.delivered_at, locale) } : undefined,
    { label: names.url, value: event.callback_url === null ? NOTHING : code(event.callback_url) },
    subscription ? { label: about.subscription, value: link(`/console/subscriptions/${subscription}`, subscription) } : undefined,
    charge ? { label: about.charge, value: link(`/console/transactions/${charge}`, charge) } : undefined,
    purchase ? { label: about.purchase, value: code(purchase) } : undefined,
    { label: names.id, value: code(event.id) },
  ];
}

function attempts(deliveries: readonly DeliveryView[], locale: Visit['locale']): string {
  const { attempt_columns: columns, attempts: caption, no_attempts, no_answer, head } = EVENTS[locale];
  return dataTable({
    caption,
    columns: [{ label: columns.at }, { label: columns.answer }, { label: columns.latency, is_number: true }, { label: columns.head }],
    empty: no_attempts,
    rows: deliveries
      .toReversed()
      .map((delivery) => [
        time(delivery.attempted_at, locale),
        answerBadge(delivery, no_answer),
        `${delivery.latency_ms}\u00a0ms`,
        delivery.response_head
          ? html`<details><summary>${head}</summary><pre class="c-code" tabindex="0">${delivery.response_head}</pre></details>`
          : delivery.error === null
            ? NOTHING
            : html`${delivery.error}`,
      ]),
  });
}

function answerBadge({ response_status }: DeliveryView, no_answer: string): string {
  if (response_status === null) return badge('bad', no_answer);
  return badge(response_status >= 200 && response_status < 300 ? 'good' : 'bad', String(response_status));
}

function redeliverForm({ locale, session }: Visit, { id, callback_url }: EventView): string {
  const texts = EVENTS[locale];
  if (callback_url === null) return html`<p>${texts.no_url}</p>`;
  return html`<p>${texts.redeliver_text}</p>
<form method="post" action="${EVENTS_PATH}/${id}/redeliver" data-once>!${csrfField(session)}<button>${texts.redeliver}</button></form>`;
}
