import type { ChargeStatus } from './charges.ts';
import type { Cents } from './money.ts';
import {
  type Account,
  balancesOf,
  type ChargeParties,
  chargePostings,
  doubtPostings,
  givenBackPostings,
  type Posting,
  type PostingSetKind,
  paymentTakenPostings,
  postingKey,
  refundPostings,
} from './postings.ts';
import type { RefundSource, RefundStatus } from './refunds.ts';

/** Whether the ledger says of a charge what the charge and its refunds say. Computed from them alone, not by what was posted when. */

export type CheckedCharge = {
  id: string;
  status: ChargeStatus;
  amount_cents: Cents;
  parties: ChargeParties;
  refunds: readonly CheckedRefund[];
};

export type CheckedRefund = { id: string; source: RefundSource; status: RefundStatus; amount_cents: Cents; payment_reference: string };

export type PostedCharge = {
  balances: readonly { account: Account; balance_cents: Cents }[];
  sets: readonly { key: string; kind: PostingSetKind; amount_cents: Cents }[];
};

/** What does not agree, in words; empty where all does. */
export function ledgerDifferences(charge: CheckedCharge, posted: PostedCharge): string[] {
  const sets = new Map(posted.sets.filter(({ kind }) => !isDoubt(kind)).map(({ key, amount_cents }) => [key, amount_cents]));
  const balances = new Map(posted.balances.map(({ account, balance_cents }) => [account, balance_cents]));
  return [...compared('', expectedSets(charge), sets), ...compared('balance of ', balancesOf(expectedPostings(charge)), balances)];
}

/** A doubt that is over leaves no trace on the charge: its sets are judged by their balance, which is nothing. */
const isDoubt = (kind: PostingSetKind) => kind === 'charge_in_doubt' || kind === 'charge_doubt_over';

function compared(what: string, expected: ReadonlyMap<string, Cents>, found: ReadonlyMap<string, Cents>): string[] {
  const names = [...new Set([...expected.keys(), ...found.keys()])].toSorted();
  const told = (amount_cents: Cents | undefined) => (amount_cents === undefined ? 'nothing' : `${amount_cents} cents`);
  return names.flatMap((name) => {
    // An account that comes to nothing is as one that was never used.
    if (what !== '' && (expected.get(name) ?? 0n) === (found.get(name) ?? 0n)) return [];
    if (expected.get(name) === found.get(name)) return [];
    return [`${what}${name}: ${told(expected.get(name))} expected, ${told(found.get(name))} posted`];
  });
}

function expectedSets({ id, status, amount_cents, refunds }: CheckedCharge): Map<string, Cents> {
  const sets = new Map<string, Cents>(status === 'succeeded' ? [[postingKey.chargeSucceeded(id), amount_cents]] : []);
  for (const refund of refunds) {
    if (refund.source === 'reconciliation') sets.set(postingKey.paymentTaken(id, refund.payment_reference), refund.amount_cents);
    if (refund.status === 'succeeded') sets.set(postingKey.refundSucceeded(refund.id), refund.amount_cents);
  }
  return sets;
}

function expectedPostings({ status, amount_cents, parties, refunds }: CheckedCharge): Posting[] {
  const { isp } = parties;
  const given = refunds.filter((refund) => refund.status === 'succeeded');
  const refunded_cents = given.reduce((sum, refund) => (refund.source === 'merchant' ? sum + refund.amount_cents : sum), 0n);
  return [
    ...(status === 'succeeded' ? chargePostings(parties, amount_cents) : []),
    ...(status === 'in_doubt' ? doubtPostings(isp, amount_cents) : []),
    // In whatever parts it was given back, it comes to the same.
    ...refundPostings(parties, { before_cents: 0n, amount_cents: refunded_cents }),
    ...refunds.flatMap((refund) => (refund.source === 'reconciliation' ? paymentTakenPostings(isp, refund.amount_cents) : [])),
    ...given.flatMap((refund) => (refund.source === 'reconciliation' ? givenBackPostings(isp, refund.amount_cents) : [])),
  ];
}
