import type { Context } from './statement.ts';
import type { Row } from './table.ts';

/** The statements of db/read-ahead.ts. */
type Reading = (context: Context, values: readonly unknown[]) => Promise<Row[]>;

const hold =
  (name: string): Reading =>
  async ({ database, transaction }, [ids]) =>
    await transaction.selectNow(database.table(name), { where: { id: ids }, order: { id: 'asc' }, lock: 'update', skip_locked: true });

const holdWithBuyers =
  (name: string): Reading =>
  async (context, values) => {
    const { database, transaction } = context;
    const held = await hold(name)(context, values);
    const where = { id: [...new Set(held.map(({ buyer_id }) => buyer_id))] };
    const payers = await transaction.selectNow(database.table('buyer'), {
      where,
      order: { id: 'asc' },
      lock: 'no_key_update',
      skip_locked: true,
    });
    const keys = new Map(payers.map(({ id, key_wrapped }) => [id, key_wrapped]));
    return held.map((row) => ({ ...row, payer_is_held: keys.has(row.buyer_id), key_wrapped: keys.get(row.buyer_id) ?? null }));
  };

const spentBefore: Reading = async ({ database, transaction }, columns) => {
  const [purchases = [], subscriptions = [], indexes = [], buyers = [], modes = [], starts = [], ends = []] = columns as unknown[][];
  const charges = (where: Row) => transaction.visible(database.table('charge'), where);
  return buyers.map((buyer_id, index) => {
    const [purchase_id, subscription_id, period_index] = [purchases[index], subscriptions[index], indexes[index]];
    const booked_at = { $gte: starts[index], $lt: ends[index] };
    const spent = charges({ buyer_id, mode: modes[index], status: ['sent', 'in_doubt', 'succeeded'], booked_at });
    return {
      place: index + 1,
      is_begun: charges(purchase_id === null ? { subscription_id, period_index } : { purchase_id }).length > 0,
      spent_cents: String(spent.reduce((sum, row) => sum + (row.amount_cents as bigint) - (row.refunded_cents as bigint), 0n)),
    };
  });
};

/** There is no payout grid here. */
const answeredCharges: Reading = async ({ database, transaction }, [ids]) =>
  transaction.visible(database.table('charge'), { id: ids }).map((charge) => {
    const [document] = transaction.visible(database.table('document'), { id: charge.document_id });
    const [buyer] = transaction.visible(database.table('buyer'), { id: charge.buyer_id });
    const { callback_url = null, callback_disabled_at = null } = document ?? {};
    return { ...charge, grid: [], callback_url, callback_disabled_at, key_wrapped: buyer?.key_wrapped ?? null };
  });

const holdTerms: Reading = async ({ database, transaction }, columns) => {
  const [ids = [], merchants = [], modes = [], isps = [], hashes = []] = columns as unknown[][];
  const where = { id: [...new Set(ids)] };
  const held = await transaction.selectNow(database.table('document'), { where, order: { id: 'asc' }, lock: 'share', skip_locked: true });
  return ids.flatMap((id, index) => {
    const document = held.find((row) => row.id === id && row.merchant_id === merchants[index] && row.mode === modes[index]);
    if (!document) return [];
    const [buyer] = transaction.visible(database.table('buyer'), { isp: isps[index], subscriber_hash: hashes[index] });
    const known = { buyer_id: buyer?.id ?? null, key_wrapped: buyer?.key_wrapped ?? null, buyer_created_at: buyer?.created_at ?? null };
    return [{ ...document, place: index + 1, ...known }];
  });
};

export const READ_AHEAD: Record<string, Reading> = {
  hold_terms: holdTerms,
  hold_subscriptions: hold('subscription'),
  hold_purchases: hold('purchase'),
  hold_subscriptions_with_buyers: holdWithBuyers('subscription'),
  hold_purchases_with_buyers: holdWithBuyers('purchase'),
  spent_before: spentBefore,
  answered_charges: answeredCharges,
};
