import { html } from 'ghtml';
import type { DeliveryView, EventView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { card, code, type Fact, facts, link, NOTHING, time } from '../kit/blocks.ts';
import { deliveryBadge } from '../kit/status.ts';
import { dataTable } from '../kit/table.ts';
import { answerBadge } from './answer.ts';
import { EVENTS_PATH } from './list-view.ts';
import { EVENTS } from './texts.ts';

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

function redeliverForm({ locale, session }: Visit, { id, callback_url }: EventView): string {
  const texts = EVENTS[locale];
  if (callback_url === null) return html`<p>${texts.no_url}</p>`;
  return html`<p>${texts.redeliver_text}</p>
<form method="post" action="${EVENTS_PATH}/${id}/redeliver" data-once>!${csrfField(session)}<button>${texts.redeliver}</button></form>`;
}
