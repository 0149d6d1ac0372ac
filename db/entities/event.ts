import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { EVENT_TYPES, type EventData } from '../../domain/events.ts';
import { id, instant, mode, reference } from './columns.ts';

/**
 * `none`: no callback URL; `pending`: never tried, or to be redelivered; `retrying`: tried in vain, and now either waiting in the table or, where
 * `next_attempt_at` is null, in the hands of a workflow named as the event; the others are final.
 */
export const DELIVERY_STATUSES = ['none', 'pending', 'retrying', 'delivered', 'failed', 'disabled'] as const;

/** The outbox: written in the transaction that changes the money, delivered afterwards. */
export const Event = defineEntity({
  name: 'Event',
  tableName: 'event',
  uniques: [{ properties: ['subscription_id', 'sequence'] }],
  indexes: [
    { properties: ['merchant_id', 'mode', 'id'] },
    { properties: ['merchant_id', 'mode', 'created_at'] },
    { properties: ['document_id', 'id'] },
  ],
  properties: {
    id: id(),
    merchant_id: reference(),
    mode: mode(),
    document_id: reference(),
    type: p.enum(EVENT_TYPES).length(32),
    purchase_id: reference().nullable().index(),
    subscription_id: reference().nullable(),
    sequence: p.integer().nullable(),
    data: p.json<EventData>(),
    /** When it happened: on a test clock, that clock's instant. */
    occurred_at: instant(),
    created_at: instant(),
    callback_url: p.text().nullable(),
    delivery_status: p.enum(DELIVERY_STATUSES).length(12),
    /** When a dispatcher may take it; pushed forward while one holds it. Null for what no dispatcher is to take. */
    next_attempt_at: instant().nullable(),
    /** A failed delivery is not tried again after this. */
    give_up_at: instant().nullable(),
    delivered_at: instant().nullable(),
  },
});
export type EventRow = InferEntity<typeof Event>;

export const EventDelivery = defineEntity({
  name: 'EventDelivery',
  tableName: 'event_delivery',
  properties: {
    id: p.bigint('bigint').primary().autoincrement(),
    event_id: reference().index(),
    attempted_at: instant(),
    latency_ms: p.integer(),
    response_status: p.integer().nullable(),
    /** The first kilobyte of the answer. */
    response_head: p.text().nullable(),
    error: p.text().nullable(),
  },
});
export type EventDeliveryRow = InferEntity<typeof EventDelivery>;
