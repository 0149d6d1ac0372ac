import type { Isp } from './isps.ts';
import type { Cents } from './money.ts';
import { type GridShares, WHOLE_BP } from './payout-grid.ts';

/** What each money event is in the ledger: pure, in cents, always balanced and without empty lines. docs/reference/ledger.md explains each. */

/** The closed list of accounts. An ISP's account is one per ISP, a merchant's one per merchant. */
export type Account =
  /** What the ISP owes us: what it took, less its fee. */
  | `isp_receivable:${Isp}`
  /** What we owe the merchant. */
  | `merchant_payable:${string}`
  | 'platform_revenue'
  /** What the ISP keeps for itself: our expense. */
  | `isp_fees:${Isp}`
  /** What we owe the state. */
  | 'vat_collected'
  /** Our part of what was given back, against platform_revenue. */
  | `refunds:${Isp}`
  /** Charges of which nobody knows yet, for as long as it lasts; a memorandum that has its contra account. */
  | `doubts:${Isp}`
  | `doubts_contra:${Isp}`
  /** What the ISP took though the charge counts as not made: the buyers', until it has gone back. */
  | `owed_back:${Isp}`
  /** Of a merchant's charges for which the grid had no row: to be shared out by people. */
  | `unallocated:${string}`
  | 'bank';

export const SIDES = ['debit', 'credit'] as const;

export type Side = (typeof SIDES)[number];

export type Posting = { account: Account; side: Side; amount_cents: Cents };

export const POSTING_SET_KINDS = [
  'charge_succeeded',
  'charge_in_doubt',
  'charge_doubt_over',
  'payment_taken',
  'refund_succeeded',
  'payout',
] as const;

export type PostingSetKind = (typeof POSTING_SET_KINDS)[number];

/** The key of a money event: the same however often it is told, and unique in PostgreSQL, so a retry posts once. */
export const postingKey = {
  chargeSucceeded: (charge_id: string) => `charge:${charge_id}:succeeded`,
  chargeInDoubt: (charge_id: string, attempt: number) => `charge:${charge_id}:in_doubt:${attempt}`,
  chargeDoubtOver: (charge_id: string, attempt: number) => `charge:${charge_id}:doubt_over:${attempt}`,
  paymentTaken: (charge_id: string, payment_reference: string) => `payment:${charge_id}:${payment_reference}:taken`,
  refundSucceeded: (refund_id: string) => `refund:${refund_id}:succeeded`,
  payout: (payout_id: string) => `payout:${payout_id}`,
};

/** The French standard rate (CGI art. 278), in basis points of the price without VAT. */
export const VAT_RATE_BP = 2_000n;

/**
 * The VAT inside a price, to the nearest cent, half a cent up, as French invoices are. European law leaves the rounding to the member states
 * and gives nobody a right to round down (CJEU C-484/06 Ahold, C-302/07 Wetherspoon). Each charge is rounded as a sale of its own.
 */
export function vatInside(price_cents: Cents): Cents {
  const whole = BigInt(WHOLE_BP) + VAT_RATE_BP;
  return (2n * price_cents * VAT_RATE_BP + whole) / (2n * whole);
}

export type Split = {
  vat_cents: Cents;
  merchant_cents: Cents;
  /** What is left for the platform, of which it bears the ISP's fee. */
  platform_cents: Cents;
  isp_fee_cents: Cents;
};

const shareOf = (net_cents: Cents, share_bp: number): Cents => (net_cents * BigInt(share_bp)) / BigInt(WHOLE_BP);

/** The parts of a price: shares of what is left after VAT are floored, and the remainder is the platform's. The first three sum to the price. */
export function splitPrice(price_cents: Cents, { merchant_share_bp, isp_fee_bp }: GridShares): Split {
  const vat_cents = vatInside(price_cents);
  const net_cents = price_cents - vat_cents;
  const merchant_cents = shareOf(net_cents, merchant_share_bp);
  return { vat_cents, merchant_cents, platform_cents: net_cents - merchant_cents, isp_fee_cents: shareOf(net_cents, isp_fee_bp) };
}

/** Between whom a charge is shared. `shares` is null where the grid had no row for it. */
export type ChargeParties = { isp: Isp; merchant_id: string; shares: GridShares | null };

/** A success: the ISP owes what it took, less its fee. */
export function chargePostings(parties: ChargeParties, amount_cents: Cents): Posting[] {
  const { isp, merchant_id } = parties;
  const part = partsOf(parties, amount_cents);
  return withoutEmpty([
    debit(`isp_receivable:${isp}`, amount_cents - part.isp_fee_cents),
    debit(`isp_fees:${isp}`, part.isp_fee_cents),
    credit('vat_collected', part.vat_cents),
    credit(`merchant_payable:${merchant_id}`, part.merchant_cents),
    credit('platform_revenue', part.platform_cents),
    credit(`unallocated:${merchant_id}`, part.unallocated_cents),
  ]);
}

/**
 * A refund, of a charge of which `before_cents` were given back earlier. All that was given back is split as one price, and this refund bears
 * what it adds to that: no part ever shrinks as the price grows, and the last refund leaves exactly nothing of the charge.
 */
export function refundPostings(parties: ChargeParties, refund: { before_cents: Cents; amount_cents: Cents }): Posting[] {
  const { isp, merchant_id } = parties;
  const before = partsOf(parties, refund.before_cents);
  const after = partsOf(parties, refund.before_cents + refund.amount_cents);
  const added = (part: keyof Parts) => after[part] - before[part];
  return withoutEmpty([
    debit('vat_collected', added('vat_cents')),
    debit(`merchant_payable:${merchant_id}`, added('merchant_cents')),
    debit(`refunds:${isp}`, added('platform_cents')),
    debit(`unallocated:${merchant_id}`, added('unallocated_cents')),
    credit(`isp_receivable:${isp}`, refund.amount_cents - added('isp_fee_cents')),
    credit(`isp_fees:${isp}`, added('isp_fee_cents')),
  ]);
}

type Parts = Split & { unallocated_cents: Cents };

function partsOf({ shares }: ChargeParties, price_cents: Cents): Parts {
  if (shares) return { ...splitPrice(price_cents, shares), unallocated_cents: 0n };
  const vat_cents = vatInside(price_cents);
  return { vat_cents, merchant_cents: 0n, platform_cents: 0n, isp_fee_cents: 0n, unallocated_cents: price_cents - vat_cents };
}

/** A charge is in doubt: what may have been taken, beside the books. */
export const doubtPostings = (isp: Isp, amount_cents: Cents) => transfer(amount_cents, `doubts:${isp}`, `doubts_contra:${isp}`);

/** It is known what became of a doubt: the memorandum is taken back, whatever else is posted. */
export const doubtOverPostings = (isp: Isp, amount_cents: Cents) => transfer(amount_cents, `doubts_contra:${isp}`, `doubts:${isp}`);

/** The ISP took money for a charge that counts as not made. */
export const paymentTakenPostings = (isp: Isp, amount_cents: Cents) => transfer(amount_cents, `isp_receivable:${isp}`, `owed_back:${isp}`);

/** The ISP gave back what it had taken for nothing. */
export const givenBackPostings = (isp: Isp, amount_cents: Cents) => transfer(amount_cents, `owed_back:${isp}`, `isp_receivable:${isp}`);

/** A merchant is paid. */
export const payoutPostings = (merchant_id: string, amount_cents: Cents) =>
  transfer(amount_cents, `merchant_payable:${merchant_id}`, 'bank');

/** From the account that is credited to the one that is debited. Throws where nothing moves: that is no money event. */
function transfer(amount_cents: Cents, debited: Account, credited: Account): Posting[] {
  if (amount_cents <= 0n) throw new RangeError(`${amount_cents} cents are nothing to post`);
  return [debit(debited, amount_cents), credit(credited, amount_cents)];
}

const debit = (account: Account, amount_cents: Cents): Posting => ({ account, side: 'debit', amount_cents });
const credit = (account: Account, amount_cents: Cents): Posting => ({ account, side: 'credit', amount_cents });
const withoutEmpty = (postings: Posting[]) => postings.filter(({ amount_cents }) => amount_cents !== 0n);

/** What each account comes to, debits less credits; accounts that come to nothing are left out. */
export function balancesOf(postings: Iterable<Posting>): Map<Account, Cents> {
  const balances = new Map<Account, Cents>();
  for (const { account, side, amount_cents } of postings) {
    balances.set(account, (balances.get(account) ?? 0n) + (side === 'debit' ? amount_cents : -amount_cents));
  }
  for (const [account, balance_cents] of balances) if (balance_cents === 0n) balances.delete(account);
  return balances;
}
