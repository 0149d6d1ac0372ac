import type { Check } from './schema.ts';

export type Row = Record<string, unknown>;
/** False breaks it. As in SQL, a check that can't be told for a null holds. */
type Holds = (row: Row) => boolean;

const cents = (value: unknown) => value as bigint;
const CEILINGS: Record<string, bigint> = { week: 500n, month: 1_000n };

/** The checks that are more than a list of words, by their names in the migrations. */
const BY_HAND: Record<string, Holds> = {
  offer_price_within_ceiling: (row) => cents(row.price_cents) > 0n && cents(row.price_cents) <= (CEILINGS[String(row.period)] ?? 2_500n),
  purchase_total_is_sum: (row) =>
    cents(row.amount_cents) === cents(row.unit_price_cents) * BigInt(row.quantity as number) && (row.quantity as number) > 0,
  purchase_total_within_ceiling: (row) => cents(row.amount_cents) > 0n && cents(row.amount_cents) <= 3_000n,
  charge_has_one_subject: (row) =>
    row.purchase_id !== null
      ? row.subscription_id === null && row.period_index === null && row.key === row.purchase_id
      : row.subscription_id !== null && row.period_index !== null && row.key === `${row.subscription_id}:${row.period_index}`,
  charge_amount_is_legal: (row) => cents(row.amount_cents) > 0n && cents(row.amount_cents) <= 5_000n,
  charge_success_is_known_to_the_isp: (row) => row.status !== 'succeeded' || (row.isp_reference !== null && row.settled_at !== null),
  charge_sent_has_an_instant: (row) =>
    ['intent', 'waived', 'void'].includes(String(row.status)) || row.sent_at !== null || row.decline_reason === 'monthly_cap_reached',
  charge_refunds_within_amount: (row) =>
    cents(row.refunded_cents) >= 0n &&
    cents(row.refunded_cents) <= cents(row.refund_reserved_cents) &&
    cents(row.refund_reserved_cents) <= cents(row.amount_cents),
  refund_amount_is_positive: (row) => cents(row.amount_cents) > 0n,
  refund_success_is_known_to_the_isp: (row) => row.status !== 'succeeded' || (row.isp_reference !== null && row.settled_at !== null),
  discrepancy_resolution_is_whole: (row) =>
    (row.resolved_at === null) === (row.resolution === null) && (row.resolution !== 'by_hand' || (row.note ?? '') !== ''),
  consent_is_whole: (row) => {
    const shown = [row.checkout_id, row.text_version, row.accepted_at, row.isp_page];
    if (row.channel === 'checkout') return shown.every((value) => value !== null);
    return [...shown, row.shown_at].every((value) => value === null);
  },
  code_has_one_subject: (row) => (row.purchase_id === null) !== (row.subscription_id === null),
  subscription_end_is_whole: (row) =>
    (row.status === 'ended') === (row.ended_at !== null) &&
    (row.ended_at === null) === (row.end_reason === null) &&
    (row.ended_at === null || row.next_charge_at === null),
};

/**
 * Of the ledger and the payout grid, which are not simulated but for their rows, and of payouts, which are not simulated at all;
 * test/db/ledger.test.ts and test/db/payouts.test.ts have PostgreSQL's answer to each.
 */
const NOT_SIMULATED = /^(posting|payout|payable)_/;

/** Makes a check of the migrations one that can be asked. Throws for one that nobody has written down here. */
export function checkOf({ name, expression }: Check): Holds {
  if (NOT_SIMULATED.test(name)) return () => true;
  const by_hand = BY_HAND[name];
  if (by_hand) return by_hand;
  const [, column, words] = /^\((\w+) in \(((?:'\w+(?:\.\w+)?'(?:, )?)+)\)\)$/.exec(expression) ?? [];
  if (!column || !words) throw new Error(`test/simulation/memory/checks.ts doesn't know the check ${name} ${expression}`);
  const allowed = new Set(words.split(', ').map((word) => word.slice(1, -1)));
  return (row) => row[column] === null || allowed.has(String(row[column]));
}
