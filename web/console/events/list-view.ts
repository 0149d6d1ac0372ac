import { html } from 'ghtml';
import { EVENT_TYPES } from '../../../domain/events.ts';
import type { EventView, Listing } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { card, code, link, NOTHING, time } from '../kit/blocks.ts';
import { selectField, textField } from '../kit/fields.ts';
import { deliveryBadge } from '../kit/status.ts';
import { dataTable, pager } from '../kit/table.ts';
import { WORDS } from '../texts/words.ts';
import { answerBadge } from './answer.ts';
import { DELIVERY_STATUSES } from './filter.ts';
import { EVENTS } from './texts.ts';

export const EVENTS_PATH = '/console/events';

/** The list with what it is narrowed by, and the way to have all of it delivered again. */
export function renderEvents(visit: Visit, { data, has_more }: Listing<EventView>): string {
  const { locale, query } = visit;
  const texts = EVENTS[locale];
  const { columns } = texts;
  const table = dataTable({
    caption: texts.title,
    columns: [
      { label: columns.type },
      { label: columns.about },
      { label: columns.date },
      { label: columns.status },
      { label: columns.answer },
    ],
    empty: texts.empty,
    rows: data.map((event) => [
      link(`${EVENTS_PATH}/${event.id}`, event.type),
      code(event.data.reference),
      time(event.timestamp, locale),
      deliveryBadge(event.delivery_status, locale),
      lastAnswer(event, texts.no_answer),
    ]),
  });
  return html`<p class="c-intro">${texts.intro}</p>!${filterForm(visit)}!${table}
!${pager({ locale, path: EVENTS_PATH, query, last_id: data.at(-1)?.id, has_more })}
<div class="c-again">!${card(texts.range, rangeForm(visit))}</div>`;
}

function lastAnswer({ deliveries }: EventView, no_answer: string): string {
  const [last] = deliveries.toSorted((one, other) => other.attempted_at.getTime() - one.attempted_at.getTime());
  return last === undefined ? NOTHING : answerBadge(last, no_answer);
}

function filterForm({ locale, query }: Visit): string {
  const texts = EVENTS[locale];
  const types = [{ value: '', label: texts.any }, ...EVENT_TYPES.map((type) => ({ value: type, label: type }))];
  const statuses = [
    { value: '', label: texts.any },
    ...DELIVERY_STATUSES.map((status) => ({ value: status, label: WORDS[locale].delivery_status[status] })),
  ];
  return html`<form class="c-filter" method="get" action="${EVENTS_PATH}" role="search">
!${selectField({ name: 'type', label: texts.columns.type, value: query.type, choices: types })}
!${selectField({ name: 'status', label: texts.columns.status, value: query.status, choices: statuses })}
!${textField({ name: 'from', type: 'date', label: texts.from, value: query.from })}
!${textField({ name: 'until', type: 'date', label: texts.until, value: query.until })}
<p class="c-filter-end"><button>${texts.find}</button> <a href="${EVENTS_PATH}">${texts.clear}</a></p></form>`;
}

/** Narrowed as the list is: what a person sees is what is sent, but only what a delivery has failed for, or one that was delivered where that is asked. */
function rangeForm({ locale, session, query }: Visit): string {
  const texts = EVENTS[locale];
  const kept = ['type', 'from', 'until'].map((name) => html`<input type="hidden" name="${name}" value="${query[name] ?? ''}">`);
  const statuses = [
    { value: '', label: texts.undelivered },
    { value: 'delivered', label: WORDS[locale].delivery_status.delivered },
  ];
  return html`<p>${texts.range_text}</p>
<form method="post" action="${EVENTS_PATH}/redeliver" data-once>!${csrfField(session)}!${kept}
!${selectField({ name: 'again', label: texts.range_status, value: '', choices: statuses })}
<button>${texts.range_button}</button></form>`;
}
