import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { EVENT_TYPES, type EventData, PING_TYPE, type PingBody } from '../../domain/events.ts';
import { CURRENCY } from '../../domain/money.ts';
import type { EventView } from '../../usecases/types.ts';
import { amount, id, instant, listOf, livemode, periodBounds, reference } from './answers.ts';
import { DELIVERY_STATUSES } from './event-filters.ts';

export const eventDataSchema = z
  .object({
    reference,
    amount,
    currency: z.literal(CURRENCY),
    isp: z.string().meta({ example: 'orange' }),
    document: id('doc'),
    client_reference: z.string().nullable(),
    purchase: id('pur').exactOptional(),
    subscription: id('sub').exactOptional(),
    charge: id('chg').exactOptional(),
    refund: id('ref').exactOptional(),
    refunded_total: z.int().exactOptional().meta({ description: 'Of a refund: all that has been given back of the charge so far.' }),
    sequence: z.int().min(1).exactOptional().meta({ description: 'Order among the events of one subscription, from 1 without gaps.' }),
    attempt: z.int().min(1).exactOptional().meta({ description: 'Which try of the period was refused.' }),
    attempts_left: z
      .int()
      .min(1)
      .exactOptional()
      .meta({ description: 'Tries that are left, the next one included: 1 where it is the last.' }),
    period: periodBounds.exactOptional(),
    decline: z.object({ reason: z.string() }).exactOptional(),
    skipped: z.object({ reason: z.enum(['waived', 'not_charged']) }).exactOptional(),
    next_charge_at: instant.nullable().exactOptional(),
    valid_until: instant.nullable().exactOptional(),
    end_reason: z.string().exactOptional(),
    end_source: z.string().nullable().exactOptional(),
  })
  .meta({ id: 'EventData', description: 'Ids, amounts and your own reference; nothing about the buyer.' }) satisfies z.ZodType<EventData>;

/** The body of a callback. */
export const callbackSchema = z
  .object({ type: z.enum(EVENT_TYPES), timestamp: instant, data: eventDataSchema })
  .meta({ id: 'Callback', description: 'What is posted to the callback URL.' });

/** The body of a ping. */
export const pingSchema = z.object({ type: z.literal(PING_TYPE), timestamp: instant, data: z.object({ document: id('doc') }) }).meta({
  id: 'Ping',
  description: 'Sent when a callback URL is set or checked by hand; nothing has happened.',
}) satisfies z.ZodType<PingBody>;

const delivery = z.object({
  attempted_at: instant,
  latency_ms: z.int(),
  response_status: z.int().nullable(),
  response_head: z.string().nullable().meta({ description: 'The first kilobyte of the answer.' }),
  error: z.string().nullable(),
});

export const eventSchema = z
  .object({
    id: id('evt').meta({ description: 'The `webhook-id` of its deliveries.' }),
    livemode,
    type: z.enum(EVENT_TYPES),
    timestamp: instant,
    data: eventDataSchema,
    callback_url: z.string().nullable(),
    delivery_status: z.enum(DELIVERY_STATUSES),
    delivered_at: instant.nullable(),
    deliveries: z.array(delivery).meta({ description: 'The attempts, the oldest first; in a list the last five.' }),
    created_at: instant,
  })
  .meta({ id: 'Event', description: 'A callback and the attempts to deliver it.' });

export const eventListSchema = listOf('Event', eventSchema);

export function wireEvent(view: EventView, live: boolean): z.output<typeof eventSchema> {
  return {
    id: view.id,
    livemode: live,
    type: view.type,
    timestamp: wireInstant(view.timestamp),
    data: view.data,
    callback_url: view.callback_url,
    delivery_status: view.delivery_status,
    delivered_at: view.delivered_at === null ? null : wireInstant(view.delivered_at),
    deliveries: view.deliveries.map(({ attempted_at, latency_ms, response_status, response_head, error }) => ({
      attempted_at: wireInstant(attempted_at),
      latency_ms,
      response_status,
      response_head,
      error,
    })),
    created_at: wireInstant(view.created_at),
  };
}
