/** Types of callbacks (contract.md, "Callbacks"); docs/reference/events.md describes each. */
export const EVENT_TYPES = [
  'purchase.completed',
  'purchase.declined',
  'subscription.activated',
  'subscription.renewed',
  'subscription.past_due',
  'subscription.period_skipped',
  'subscription.ended',
  'charge.refunded',
  'charge.refund_declined',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** What `data` of a callback holds: ids, amounts and the merchant's own reference; nothing about the buyer. */
export type EventData = {
  reference: string;
  amount: number;
  currency: 'EUR';
  isp: string;
  document: string;
  client_reference: string | null;
  purchase?: string;
  subscription?: string;
  charge?: string;
  refund?: string;
  /** Of a refund: all that has been given back of the charge so far, this included. */
  refunded_total?: number;
  /** Order among the events of one subscription, from 1 without gaps. */
  sequence?: number;
  /** Of a refusal: which try it was, and how many are left, the next one included. */
  attempt?: number;
  attempts_left?: number;
  period?: { index: number; start: string; end: string };
  decline?: { reason: string };
  /** Why a period is not billed: an outage let it pass, or a doubt ended without a charge. */
  skipped?: { reason: 'waived' | 'not_charged' };
  next_charge_at?: string | null;
  valid_until?: string | null;
  end_reason?: string;
  end_source?: string | null;
};

export type EventBody = { type: EventType; timestamp: string; data: EventData };

/** Sent when a callback URL is set or checked by hand. It is no event: nothing has happened, and it is neither kept nor tried again. */
export const PING_TYPE = 'ping';
export type PingBody = { type: typeof PING_TYPE; timestamp: string; data: { document: string } };
