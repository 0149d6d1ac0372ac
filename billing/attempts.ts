import type { Write } from '../db/at-once.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { Stores } from '../db/stores/index.ts';
import { clientCorrelator } from '../domain/charges.ts';
import { nextLook } from '../domain/doubts.ts';
import type { PaymentResult } from '../domain/payments.ts';
import { chargePosting, gridRowOf, postDoubt, postDoubtOver } from './ledger.ts';

/**
 * The moves of a charge that purchases and subscriptions share. Callers hold the lock of the purchase or subscription, so a charge is
 * moved by one at a time.
 */

/** A charge that nothing was sent of. `is_new`: it has no row yet. */
export type Openable = { charge: ChargeRow; is_new: boolean };

/** Commits the intention to send: after this transaction one HTTP call may go out, and a crash leaves `sent`, which means in doubt. */
export async function openAttempt(stores: Stores, { charge, is_new }: Openable, { at, now }: { at: Date; now: Date }): Promise<ChargeRow> {
  const client_correlator = clientCorrelator(charge.key, charge.attempt);
  if (is_new) {
    const sent: ChargeRow = { ...charge, status: 'sent', sent_at: now, booked_at: at };
    await stores.atOnce(stores.charges.insertingSent(sent, client_correlator));
    return sent;
  }
  const sent = await stores.charges.move(charge, 'sent', { sent_at: now, booked_at: at, attempt: charge.attempt });
  await stores.charges.openAttempt({ charge_id: charge.id, number: charge.attempt, client_correlator, sent_at: now });
  return sent;
}

/** `writes`: to which a success adds what it is written down with; the caller carries them out together with what follows from it. */
type Answer = { result: PaymentResult; at: Date; now: Date; writes: Write[] };

/** Records what came of the attempt that is out, in the ledger too. A result for a charge that is settled already changes nothing. */
export async function closeAttempt(stores: Stores, charge: ChargeRow, answer: Answer): Promise<ChargeRow> {
  const { result, at, now } = answer;
  if (charge.status !== 'sent' && charge.status !== 'in_doubt') return charge;
  switch (result.kind) {
    case 'succeeded':
      return await succeed(stores, charge, { ...answer, isp_reference: result.isp_reference });
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
async function succeed(stores: Stores, charge: ChargeRow, success: Omit<Answer, 'result'> & { isp_reference: string }): Promise<ChargeRow> {
  const { isp_reference, at, now, writes } = success;
  const row = await gridRowOf(stores, charge, at);
  await postDoubtOver(stores, charge, { at, now });
  const change = { isp_reference, settled_at: at, grid_row_id: row?.id ?? null };
  writes.push(
    stores.charges.closingAttempt(charge, { outcome: 'succeeded', detail: null, finished_at: now }),
    ...chargePosting(stores, charge, { row, at, now }),
    stores.charges.moving(charge, 'succeeded', change),
  );
  return { ...charge, ...change, status: 'succeeded' };
}

/** How long a `sent` row may belong to somebody who is still waiting for the ISP; in doubt after that. */
export function millisecondsUntilDoubt(sent: { sent_at?: Date | null | undefined }, wait: { now: Date; send_deadline_ms: number }): number {
  return (sent.sent_at?.getTime() ?? 0) + wait.send_deadline_ms - wait.now.getTime();
}
