import type { ChargeRow } from '../db/entities/charge.ts';
import type { Stores } from '../db/stores/index.ts';
import { clientCorrelator } from '../domain/charges.ts';
import { nextLook } from '../domain/doubts.ts';
import type { PaymentResult } from '../domain/payments.ts';

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

/** Records what came of the attempt that is out. A result for a charge that is settled already changes nothing. */
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
      return await stores.charges.move(charge, 'succeeded', { isp_reference: result.isp_reference, settled_at: at });
    case 'declined':
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
      return await stores.charges.move(charge, 'in_doubt', { in_doubt_at: now, doubt_looks: 0, next_look_at: nextLook(now, 0) });
    case 'not_charged':
      await stores.charges.closeAttempt(charge, { outcome: 'not_charged', detail: result.detail, finished_at: now });
      return await stores.charges.move(charge, 'not_charged', { next_look_at: null });
  }
}

/** How long a `sent` row may belong to somebody who is still waiting for the ISP; in doubt after that. */
export function millisecondsUntilDoubt(sent: { sent_at?: Date | null | undefined }, wait: { now: Date; send_deadline_ms: number }): number {
  return (sent.sent_at?.getTime() ?? 0) + wait.send_deadline_ms - wait.now.getTime();
}
