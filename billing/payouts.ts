import type { PayoutRow } from '../db/entities/payout.ts';
import type { Stores } from '../db/stores/index.ts';
import type { Owner } from '../db/stores/paging.ts';
import { monthEnd, outcomeOf, type PayoutTerms, settledBeforeOf } from '../domain/payouts.ts';
import { payoutPostings, postingKey } from '../domain/postings.ts';
import { newId } from '../vault/ids.ts';

export type NewPayout = { id: string; owner: Owner; month: string; terms: PayoutTerms; now: Date };

/** `there`: the month was stated before. `nothing`: no sale was settled, nothing was given back, and nothing carried forward can be paid. */
export type MadePayout = { status: 'made' | 'there'; payout: PayoutRow } | { status: 'nothing' };

/**
 * One transaction: states a merchant's month, takes into the statement what it pays out, and posts the payout. Asked again, also by several at
 * once, it answers what there is: `payout_merchant_id_mode_month_unique` stands behind the lock, `payout_is_whole` behind the sums.
 */
export async function makePayout(stores: Stores, { id, owner, month, terms, now }: NewPayout): Promise<MadePayout> {
  const merchant = await stores.payouts.lockMerchant(owner.merchant_id);
  if (!merchant) return { status: 'nothing' };
  const there = await stores.payouts.ofMonth(owner, month);
  if (there) return { status: 'there', payout: there };
  const ends_at = monthEnd(month);
  await stores.payouts.take(id, owner, { settled_before: settledBeforeOf(ends_at, terms), ends_at });
  const lines = await stores.payouts.sums(id);
  const previous = await stores.payouts.last(owner);
  const carried_in_cents = previous?.carried_out_cents ?? 0n;
  const earned_cents = lines.reduce((sum, { merchant_cents }) => sum + merchant_cents, 0n);
  const outcome = outcomeOf({ carried_in_cents, earned_cents }, terms.minimum_cents);
  if (lines.length === 0 && outcome.payout_cents === 0n) return { status: 'nothing' };
  const payout: PayoutRow = {
    ...owner,
    id,
    month,
    number: (previous?.number ?? 0) + 1,
    previous_number: previous?.number ?? null,
    merchant_name: merchant.name,
    ends_at,
    settlement_days: terms.settlement_days,
    minimum_cents: terms.minimum_cents,
    line_count: lines.length,
    carried_in_cents,
    earned_cents,
    ...outcome,
    created_at: now,
  };
  await stores.payouts.insert(payout, lines);
  await postPayout(stores, payout);
  return { status: 'made', payout };
}

/**
 * What is paid out is no longer owed. Of a month that pays nothing, nothing is posted: the debt stays what it is. Posted as of now, so that no
 * balance of a day that is over changes; a month that test clocks are ahead in, as of its end.
 */
async function postPayout(stores: Stores, { id, merchant_id, mode, payout_cents, ends_at, created_at }: PayoutRow): Promise<void> {
  if (payout_cents === 0n) return;
  await stores.ledger.post({
    id: newId('pst'),
    key: postingKey.payout(id),
    kind: 'payout',
    mode,
    isp: null,
    merchant_id,
    payout_id: id,
    occurred_at: created_at > ends_at ? created_at : ends_at,
    created_at,
    postings: payoutPostings(merchant_id, payout_cents),
  });
}
