import type { Area } from '../area.ts';
import { deliveryBadge } from '../kit/status.ts';
import { COMMON } from '../texts/common.ts';
import { afterOf } from '../transactions/filter.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { EVENTS } from './texts.ts';
import { EVENTS_PATH, renderEvent, renderEvents } from './views.ts';

const PAGE_ROWS = 25;

/** What merchants' servers are told, and how that went. */
export function addEventPages(area: Area, useCases: ConsoleUseCases): void {
  area.get('/events', async (visit) => {
    const events = await useCases.listEvents(visit.scope, { limit: PAGE_ROWS, after: afterOf(visit.query) });
    return { title: EVENTS[visit.locale].title, active: 'events', body: renderEvents(visit, events) };
  });

  area.get('/events/:id', async (visit, id) => {
    const { locale, query } = visit;
    const event = await useCases.getEvent(visit.scope, id);
    return {
      title: event.type,
      badge: deliveryBadge(event.delivery_status, locale),
      active: 'events',
      parent: { title: COMMON[locale].navigation.events, href: EVENTS_PATH },
      done: query.done === 'redelivered' ? EVENTS[locale].redelivered : undefined,
      body: renderEvent(visit, event),
    };
  });

  area.post('/events/:id/redeliver', async ({ scope }, _fields, id) => {
    await useCases.redeliverEvent(scope, id);
    return { go_to: `${EVENTS_PATH}/${id}?done=redelivered` };
  });
}
