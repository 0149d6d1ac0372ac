import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { bytes, instant, isp, mode, reference } from './columns.ts';

/** One Idempotency-Key of one merchant (contract.md), kept for 30 days. */
export const IdempotentRequest = defineEntity({
  name: 'IdempotentRequest',
  tableName: 'idempotent_request',
  properties: {
    merchant_id: reference().primary(),
    mode: mode().primary(),
    key: p.string().length(255).primary(),
    /** Keyed hash of method, path and body: another body under the same key is refused. */
    request_hash: bytes(),
    /** Chosen when the key is first seen, so that a retry after a crash continues the same object. */
    resource_id: reference(),
    /** While it runs; past it the process that held the key is taken for dead and a retry continues. */
    locked_until: instant(),
    response_status: p.integer().nullable(),
    response_sealed: bytes().nullable(),
    created_at: instant().index(),
  },
});
export type IdempotentRequestRow = InferEntity<typeof IdempotentRequest>;

/** Notifications of the ISPs that were taken in: at-least-once deliveries act once. */
export const IspNotification = defineEntity({
  name: 'IspNotification',
  tableName: 'isp_notification',
  properties: {
    isp: isp().primary(),
    notification_id: p.string().length(120).primary(),
    type: p.string().length(120),
    received_at: instant(),
  },
});
export type IspNotificationRow = InferEntity<typeof IspNotification>;
