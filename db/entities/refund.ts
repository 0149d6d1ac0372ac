import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { REFUND_DECLINE_REASONS, REFUND_SOURCES, REFUND_STATUSES } from '../../domain/refunds.ts';
import { cents, id, instant, isp, mode, reference } from './columns.ts';

/** Money given back of a charge. What all refunds of one charge take of it is counted on the charge itself. */
export const Refund = defineEntity({
  name: 'Refund',
  tableName: 'refund',
  indexes: [{ properties: ['merchant_id', 'mode', 'id'] }],
  properties: {
    id: id(),
    charge_id: reference().index(),
    merchant_id: reference(),
    mode: mode(),
    isp: isp(),
    /** The ISP's name for the payment of which money goes back. */
    payment_reference: p.string().length(120),
    amount_cents: cents(),
    /** In the merchant's words; for the ISP's page and the dossier, never for Temporal or a log. */
    reason: p.text(),
    source: p.enum(REFUND_SOURCES).length(16),
    status: p.enum(REFUND_STATUSES).length(12),
    attempt: p.integer(),
    /** Names the attempt that is out at the ISP: a correlator is sent at most once where the ISP does not replay. */
    client_correlator: p.string().length(96).unique(),
    isp_reference: p.string().length(120).nullable(),
    decline_reason: p.enum(REFUND_DECLINE_REASONS).length(24).nullable(),
    decline_raw: p.text().nullable(),
    /** The business instant of the last sending: the day on whose statement the refund stands. */
    booked_at: instant().nullable(),
    sent_at: instant().nullable(),
    /** By real time: when it became known what came of the last sending. `settled_at` is the business instant. */
    finished_at: instant().nullable(),
    settled_at: instant().nullable(),
    in_doubt_at: instant().nullable(),
    doubt_looks: p.integer(),
    next_look_at: instant().nullable(),
    escalated_at: instant().nullable(),
    created_at: instant(),
  },
});
export type RefundRow = InferEntity<typeof Refund>;
