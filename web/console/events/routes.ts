import type { EventView } from '../../../usecases/types.ts';
import type { Area, Shown, Visit } from '../area.ts';
import { countText } from '../kit/format.ts';
import { deliveryBadge } from '../kit/status.ts';
import { refusalSentence } from '../refusal-texts.ts';
import { COMMON } from '../texts/common.ts';
import { afterOf } from '../transactions/filter.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { eventFilter } from './filter.ts';
import { EVENTS_PATH, renderEvents } from './list-view.ts';
import { EVENTS } from './texts.ts';
import { renderEvent } from './views.ts';

const PAGE_ROWS = 25;
/** As many as the API sends again at once. */
const AGAIN_MAX = 1_000;

/** What merchants' servers are told, and how that went. */
export function addEventPages(area: Area, useCases: ConsoleUseCases): void {
  area.get('/events', async (visit) => {
    return await eventsPage(useCases, visit);
  });

  area.post('/events/redeliver', async (visit, fields) => {
    const { delivery_status: _, ...filter } = eventFilter(fields);
    const delivery_status = fields.again === 'delivered' ? ('delivered' as const) : undefined;
    const { count, has_more } = await useCases.redeliverEvents(visit.scope, { ...filter, delivery_status, limit: AGAIN_MAX });
    const { range_done, range_more } = EVENTS[visit.locale];
    return { ...(await eventsPage(useCases, visit)), done: (has_more ? range_more : range_done)(countText(count, visit.locale)) };
  });

  area.get('/events/:id', async (visit, id) => {
    const done = visit.query.done === 'redelivered' ? EVENTS[visit.locale].redelivered : undefined;
    return { ...eventPage(visit, await useCases.getEvent(visit.scope, id)), done };
  });

  area.post('/events/:id/redeliver', async (visit, _fields, id) => {
    try {
      await useCases.redeliverEvent(visit.scope, id);
    } catch (error) {
      const problem = refusalSentence(error, visit.locale);
      return { ...eventPage(visit, await useCases.getEvent(visit.scope, id)), problem, status: 422 };
    }
    return { go_to: `${EVENTS_PATH}/${id}?done=redelivered` };
  });
}

type Page = Exclude<Shown, { go_to: string } | { raw: string }>;

async function eventsPage(useCases: ConsoleUseCases, visit: Visit): Promise<Page> {
  const page = { limit: PAGE_ROWS, after: afterOf(visit.query) };
  const events = await useCases.listEvents(visit.scope, { ...eventFilter(visit.query), ...page });
  return { title: EVENTS[visit.locale].title, active: 'events', body: renderEvents(visit, events) };
}

function eventPage(visit: Visit, event: EventView): Page {
  const { locale } = visit;
  return {
    title: event.type,
    badge: deliveryBadge(event.delivery_status, locale),
    active: 'events',
    parent: { title: COMMON[locale].navigation.events, href: EVENTS_PATH },
    body: renderEvent(visit, event),
  };
}
