import { setTimeout as sleep } from 'node:timers/promises';
import { afterLook, outlookOf } from '../billing/doubts.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { Stores } from '../db/stores/index.ts';
import { clientCorrelator } from '../domain/charges.ts';
import type { DoubtOutlook } from '../domain/messages.ts';
import type { PaymentResult } from '../domain/payments.ts';
import type { RefundResult } from '../domain/refunds.ts';
import { Refusal } from '../domain/refusals.ts';
import type { PaymentRequest } from '../gateways/isp/port.ts';
import { type ActivityContext, tryAgain } from './context.ts';

/** What charging a purchase and charging a period have in common: around the one call to the ISP. */

/** After the ISP's time-out, the time in which its caller writes the answer down. */
const SETTLE_MARGIN_MS = 10_000;

/** How long an answer is held for a database that is away. The activity's own time-out is longer than this and the ISP's together. */
const WRITE_DOWN_MS = 60_000;
const WRITE_DOWN_PAUSE_MS = 250;

/** A call leaves this soon after the transaction that permits it began, or not at all. Well below the time after which a `sent` row is doubted. */
const LEAVE_WITHIN_MS = 5_000;

/** A `sent` row that is older than this belongs to nobody any more. */
export function sendDeadline(context: ActivityContext): number {
  return context.isp_timeout_ms + SETTLE_MARGIN_MS;
}

/** Both keys of a payment are derived from its row, so whoever looks for it finds it. */
export function paymentOf(charge: ChargeRow): Omit<PaymentRequest, 'payer' | 'simulated_time'> {
  return {
    client_correlator: clientCorrelator(charge.key, charge.attempt),
    reference_code: charge.reference,
    amount_cents: charge.amount_cents,
    description: `Internet+ ${charge.reference}`,
    merchant_id: charge.merchant_id,
  };
}

/** Nothing left for the ISP, and nothing will. */
type NotSent = { kind: 'not_sent'; detail: string; retry_after_ms: number | undefined };

/**
 * The one call that moves money at the ISP. A worker that stood still between its commit and here, or that heard of its commit late, sends
 * nothing: by now the row may be in doubt and found absent at the ISP, or the subscription may have ended. `begun_at` was taken before the
 * transaction that permits the call.
 */
export async function sendInTime<R>({ now }: ActivityContext, begun_at: Date, call: () => Promise<R>): Promise<R | NotSent> {
  const age_ms = now().getTime() - begun_at.getTime();
  if (age_ms > LEAVE_WITHIN_MS) return { kind: 'not_sent', detail: 'its turn was over before it was sent', retry_after_ms: undefined };
  return await call();
}

type Transaction<T> = (work: (stores: Stores) => Promise<T>) => Promise<T>;

/** The ISP has answered: while PostgreSQL restarts, the answer waits here, since only what is written down is known. */
export async function writtenDown<T>(transaction: Transaction<T>, work: (stores: Stores) => Promise<T>): Promise<T> {
  const until = Date.now() + WRITE_DOWN_MS;
  for (;;) {
    try {
      return await transaction(work);
    } catch (error) {
      const away = error instanceof Refusal && error.code === 'billing_unavailable';
      if (!away || Date.now() > until) throw error;
      await sleep(WRITE_DOWN_PAUSE_MS);
    }
  }
}

/** A look that found nothing out. Somebody else may have, meanwhile: then the row says so at the next step. */
export async function stillInDoubt(stores: Stores, charge: ChargeRow, now: Date): Promise<DoubtOutlook> {
  if (charge.status !== 'in_doubt') return outlookOf(charge);
  const change = afterLook(charge, now);
  await stores.charges.note(charge.id, change);
  return outlookOf({ ...charge, ...change });
}

/** An answer that came after its charge was given up as in doubt resolves the doubt: the workflow that waits for that is told. */
export async function afterSettling(context: ActivityContext, workflow_id: string, late: boolean): Promise<void> {
  context.announce();
  if (late) await context.engine.chargeResolved(workflow_id);
}

export function notSent(result: PaymentResult | RefundResult | undefined): Error {
  return tryAgain('the ISP could not be reached', result?.kind === 'not_sent' ? result.retry_after_ms : undefined);
}
