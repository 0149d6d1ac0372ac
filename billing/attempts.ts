import type { ChargeRow } from '../db/entities/charge.ts';
import type { Stores } from '../db/stores/index.ts';
import { clientCorrelator } from '../domain/charges.ts';
import { nextLook } from '../domain/doubts.ts';
import type { PaymentResult } from '../domain/payments.ts';
import { gridRowOf, postCharge, postDoubt, postDoubtOver } from './ledger.ts';

/**
 * The moves of a charge that purchases and subscriptions share. Callers hold the lock of the purchase or subscription, so a charge is
 * moved by one at a time.
 */

/** Commits the intention to send: after this transaction one HTTP call may go out, and a crash leaves `sent`, which means in doubt. */
export async function openAttempt(stores: Stores, charge: ChargeRow, { at, now }: { at: Date; now: Date }): Promise<ChargeRow> {
  const sent = await stores.charges.move(charge, 'sent', { sent_at: now, booked_at: at, attempt: charge.attempt });
  await stores.charges.openAttempt({
    charge_id: charge.id,
    number: charge.attempt,
    client_correlator: clientCorrelator(charge.key, charge.attempt),
    sent_at: now,
  });
  return sent;
}

/** Records what came of the attempt that is out, in the ledger too. A result for a charge that is settled already changes nothing. */
export async function closeAttempt(
  stores: Stores,
  charge: ChargeRow,
  outcome: { result: PaymentResult; at: Date; now: Date },
): Promise<ChargeRow> {
  const { result, at, now } = outcome;
  if (charge.status !== 'sent' && charge.status !== 'in_doubt') return charge;
  switch (result.kind) {
    case 'succeeded':
      await stores.charges.closeAttempt(charge, { outcome: 'succeeded', detail: null, finished_at: now });
      return await succeed(stores, charge, { isp_reference: result.isp_reference, at, now });
    case 'declined':
      await postDoubtOver(stores, charge, { at, now });
      await stores.charges.closeAttempt(charge, { outcome: 'declined', detail: result.raw, finished_at: now });
      return await stores.charges.move(charge, 'declined', { decline_reason: result.reason, decline_raw: result.raw });
    case 'not_sent':
      // Once in doubt, a later "not sent" is about another call and proves nothing of the first.
      if (charge.status === 'in_doubt') return charge;
      await stores.charges.closeAttempt(charge, { outcome: 'not_sent', detail: result.detail, finished_at: now });
      return await stores.charges.move(charge, 'intent');
    case 'unclear':
      if (charge.status === 'in_doubt') return charge;
      await stores.charges.closeAttempt(charge, { outcome: 'in_doubt', detail: result.detail, finished_at: now });
      await postDoubt(stores, charge, { at, now });
      return await stores.charges.move(charge, 'in_doubt', { in_doubt_at: now, doubt_looks: 0, next_look_at: nextLook(now, 0) });
    case 'not_charged':
      await postDoubtOver(stores, charge, { at, now });
      await stores.charges.closeAttempt(charge, { outcome: 'not_charged', detail: result.detail, finished_at: now });
      return await stores.charges.move(charge, 'not_charged', { next_look_at: null });
  }
}

/** The charge keeps the row of the payout grid that it is made under. */
async function succeed(stores: Stores, charge: ChargeRow, success: { isp_reference: string; at: Date; now: Date }): Promise<ChargeRow> {
  const { isp_reference, at, now } = success;
  const row = await gridRowOf(stores, charge, at);
  await postDoubtOver(stores, charge, { at, now });
  await postCharge(stores, charge, { row, at, now });
  return await stores.charges.move(charge, 'succeeded', { isp_reference, settled_at: at, grid_row_id: row?.id ?? null });
}

/** How long a `sent` row may belong to somebody who is still waiting for the ISP; in doubt after that. */
export function millisecondsUntilDoubt(sent: { sent_at?: Date | null | undefined }, wait: { now: Date; send_deadline_ms: number }): number {
  return (sent.sent_at?.getTime() ?? 0) + wait.send_deadline_ms - wait.now.getTime();
}
