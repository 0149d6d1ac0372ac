import type { Answer } from './errors.ts';

/** Why a payment was refused. The books keep the exact word; clients are told one of the closed list, or `unknown` with the word in the message. */
export type DenialReason = 'insufficient_ceiling' | 'line_suspended' | 'line_closed' | 'purchases_blocked' | 'mandate_revoked' | 'unknown';

interface Decline {
  readonly status: number;
  readonly code: string;
  readonly reason: DenialReason;
  readonly message: string;
}

const denied = (reason: DenialReason, detail: string): Decline => ({
  status: 403,
  code: 'CARRIER_BILLING.PAYMENT_DENIED',
  reason,
  message: `Payment denied by business: ${detail}.`,
});

const DECLINES: ReadonlyMap<string, Decline> = new Map([
  [
    'insufficient_ceiling',
    {
      status: 422,
      code: 'CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED',
      reason: 'insufficient_ceiling',
      message: 'Unauthorized payment request. Accumulated user payments overpass account amount threshold.',
    },
  ],
  [
    'unauthorized_amount',
    { status: 422, code: 'CARRIER_BILLING.UNAUTHORIZED_AMOUNT', reason: 'unknown', message: 'Unauthorized amount requested.' },
  ],
  ['line_suspended', denied('line_suspended', 'the line is suspended')],
  ['line_closed', denied('line_closed', 'the line is closed')],
  ['purchases_blocked', denied('purchases_blocked', 'the subscriber blocked purchases')],
  ['mandate_revoked', denied('mandate_revoked', 'the mandate has ended')],
]);

const declineOf = (denial: string): Decline => DECLINES.get(denial) ?? denied('unknown', denial);

/** The word of the closed list for what the books say. */
export const denialReasonOf = (denial: string): DenialReason => declineOf(denial).reason;

/** A sentence for people and notifications. */
export const denialMessageOf = (denial: string): string => declineOf(denial).message;

/** What the client of createPayment is told. */
export function declineAnswer(denial: string): Answer {
  const { status, code, message, reason } = declineOf(denial);
  return { status, body: { status, code, message, denialReason: reason } };
}
