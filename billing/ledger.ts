import type { Write } from '../db/at-once.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { GridRow } from '../db/entities/ledger.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import type { Stores } from '../db/stores/index.ts';
import type { NewPostingSet } from '../db/stores/ledger.ts';
import { holdsFor } from '../domain/payout-grid.ts';
import {
  chargePostings,
  doubtOverPostings,
  doubtPostings,
  givenBackPostings,
  type Posting,
  type PostingSetKind,
  paymentTakenPostings,
  postingKey,
  refundPostings,
} from '../domain/postings.ts';
import { parisDay } from '../domain/statements.ts';
import { newId } from '../vault/ids.ts';

/**
 * Money events in the ledger. Each is posted in the very transaction that moves the charge or the refund, under a key derived from it
 * (`posting_set_key_unique`): the ledger and the charges can't come apart, and a retry posts once.
 */

/** `at`: the business instant; `now`: real time. */
export type When = { at: Date; now: Date };

type Event = { key: string; kind: PostingSetKind; refund_id?: string; postings: readonly Posting[]; when: When };

async function post(stores: Stores, charge: ChargeRow, event: Event): Promise<void> {
  await stores.ledger.post(postingSet(charge, event));
}

function postingSet(charge: ChargeRow, { key, kind, refund_id, postings, when }: Event): NewPostingSet {
  const { id: charge_id, mode, isp, merchant_id } = charge;
  const about = { charge_id, refund_id, mode, isp, merchant_id };
  return { ...about, id: newId('pst'), key, kind, postings, occurred_at: when.at, created_at: when.now };
}

/** The row of the grid that a charge is made under: that of the day on which the ISP books it. Undefined where the grid has none. */
export async function gridRowOf(stores: Stores, charge: ChargeRow, at: Date): Promise<GridRow | undefined> {
  const rows = await stores.payoutGrid.forCharge(charge);
  const day = parisDay(charge.booked_at ?? at);
  return rows.find((row) => holdsFor(row, { price_cents: charge.amount_cents, day }));
}

/** The ISP took the money: what posts it, to go out with other writes. `row` is the one that the charge keeps. */
export function chargePosting(stores: Stores, charge: ChargeRow, { row, ...when }: When & { row: GridRow | undefined }): Write[] {
  const { id, isp, merchant_id, amount_cents } = charge;
  const postings = chargePostings({ isp, merchant_id, shares: row ?? null }, amount_cents);
  return stores.ledger.posting(postingSet(charge, { key: postingKey.chargeSucceeded(id), kind: 'charge_succeeded', postings, when }));
}

/** Nobody knows whether the ISP took it. */
export async function postDoubt(stores: Stores, charge: ChargeRow, when: When): Promise<void> {
  const key = postingKey.chargeInDoubt(charge.id, charge.attempt);
  await post(stores, charge, { key, kind: 'charge_in_doubt', postings: doubtPostings(charge.isp, charge.amount_cents), when });
}

/** It is known now. Does nothing for a charge that was not in doubt. */
export async function postDoubtOver(stores: Stores, charge: ChargeRow, when: When): Promise<void> {
  if (charge.status !== 'in_doubt') return;
  const key = postingKey.chargeDoubtOver(charge.id, charge.attempt);
  await post(stores, charge, { key, kind: 'charge_doubt_over', postings: doubtOverPostings(charge.isp, charge.amount_cents), when });
}

/** The ISP took money for a charge that counts as not made: it is owed back from the moment at which its refund is asked for. */
export async function postPaymentTaken(
  stores: Stores,
  charge: ChargeRow,
  { payment_reference, amount_cents, ...when }: When & { payment_reference: string; amount_cents: bigint },
): Promise<void> {
  const key = postingKey.paymentTaken(charge.id, payment_reference);
  await post(stores, charge, { key, kind: 'payment_taken', postings: paymentTakenPostings(charge.isp, amount_cents), when });
}

/** The ISP gave money back: of a sale, from everybody's part; of what it took for nothing, what was owed. The caller holds the sale's lock. */
export async function postRefund(stores: Stores, { refund, charge }: { refund: RefundRow; charge: ChargeRow }, when: When): Promise<void> {
  const event = { key: postingKey.refundSucceeded(refund.id), kind: 'refund_succeeded', refund_id: refund.id, when } as const;
  if (refund.source === 'reconciliation') {
    return await post(stores, charge, { ...event, postings: givenBackPostings(charge.isp, refund.amount_cents) });
  }
  const { isp, merchant_id, grid_row_id } = charge;
  const shares = grid_row_id ? await stores.payoutGrid.get(grid_row_id) : null;
  const before_cents = await stores.ledger.refunded(charge.id);
  const postings = refundPostings({ isp, merchant_id, shares }, { before_cents, amount_cents: refund.amount_cents });
  await post(stores, charge, { ...event, postings });
}

/**
 * Posts what is missing of a charge and its refunds, as of a charge from before there was a ledger; what is posted already stays. In the
 * caller's transaction, under the lock of what was sold.
 */
export async function postMissing(stores: Stores, charge_id: string, now: Date): Promise<void> {
  const { purchase_id, subscription_id } = await stores.charges.get(charge_id);
  if (purchase_id) await stores.purchases.lock(purchase_id);
  if (subscription_id) await stores.subscriptions.lock(subscription_id);
  let charge = await stores.charges.get(charge_id);
  if (charge.status === 'succeeded' && !(await stores.ledger.isPosted(postingKey.chargeSucceeded(charge.id)))) {
    const at = charge.settled_at ?? now;
    // A refund that was posted before its charge found no row, and the two have to agree.
    const row = (await stores.ledger.refunded(charge.id)) > 0n ? undefined : await gridRowOf(stores, charge, at);
    await stores.atOnce(chargePosting(stores, charge, { row, at, now }));
    await stores.charges.note(charge.id, { grid_row_id: row?.id ?? null });
    charge = { ...charge, grid_row_id: row?.id ?? null };
  }
  if (charge.status === 'in_doubt') await postDoubt(stores, charge, { at: charge.in_doubt_at ?? now, now });
  for (const refund of await stores.refunds.ofCharges([charge.id])) {
    const { payment_reference, amount_cents, source, status, created_at, settled_at } = refund;
    if (source === 'reconciliation') await postPaymentTaken(stores, charge, { payment_reference, amount_cents, at: created_at, now });
    if (status === 'succeeded') await postRefund(stores, { refund, charge }, { at: settled_at ?? now, now });
  }
}
