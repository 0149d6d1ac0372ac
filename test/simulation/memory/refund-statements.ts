import { type Context, doubtsOf, randomFew, type Statement, time } from './statement.ts';
import type { Row } from './table.ts';

const cents = (value: unknown) => value as bigint;

/** An update of one charge by what it has: the row is locked before its amounts are read. Undefined where there is none, or it no longer fits. */
async function changeCharge(
  { database, transaction }: Context,
  id: unknown,
  { fits = () => true, change }: { fits?: (row: Row) => boolean; change: (row: Row) => Row },
): Promise<Row | undefined> {
  const charges = database.table('charge');
  if (!transaction.visible(charges, { id }).some(fits)) return undefined;
  const [row] = await transaction.selectNow(charges, { where: { id }, lock: 'no_key_update' });
  if (!row || !fits(row)) return undefined;
  await transaction.updateNow(charges, { id }, change(row));
  return { ...row, ...change(row) };
}

/** What db/stores/refunds.ts writes in SQL. */
export const REFUND_STATEMENTS: Record<string, Statement> = {
  'update charge set refund_reserved_cents = refund_reserved_cents + ? where id = ? and refund_reserved_cents + ? <= amount_cents returning id':
    async (context, [amount, id, needed]) => {
      const fits = (row: Row) => cents(row.refund_reserved_cents) + cents(needed) <= cents(row.amount_cents);
      const change = (row: Row) => ({ refund_reserved_cents: cents(row.refund_reserved_cents) + cents(amount) });
      return (await changeCharge(context, id, { fits, change })) ? [{ id }] : [];
    },
  'update charge set refund_reserved_cents = refund_reserved_cents - ? where id = ?': async (context, [amount, id]) => {
    await changeCharge(context, id, { change: (row) => ({ refund_reserved_cents: cents(row.refund_reserved_cents) - cents(amount) }) });
    return [];
  },
  'update charge set refunded_cents = refunded_cents + ? where id = ? returning refunded_cents::text as total': async (
    context,
    [amount, id],
  ) => {
    const row = await changeCharge(context, id, {
      change: ({ refunded_cents }) => ({ refunded_cents: cents(refunded_cents) + cents(amount) }),
    });
    return row ? [{ total: String(row.refunded_cents) }] : [];
  },
  "select id from refund where status in ('intent', 'sent', 'in_doubt') and created_at < ? and coalesce(next_look_at, created_at) < ? order by random() limit ?":
    async (context, [created, look, limit]) => {
      const { database, transaction } = context;
      const where = { status: ['intent', 'sent', 'in_doubt'], created_at: { $lt: created } };
      const rows = transaction.visible(database.table('refund'), where);
      const due = rows.filter(({ next_look_at, created_at }) => time(next_look_at ?? created_at) < time(look));
      return randomFew(
        context,
        due.map(({ id }) => id),
        limit,
      );
    },
  "select isp, escalated_at is not null as escalated, count(*) as count from refund where status = 'in_doubt' group by isp, escalated_at is not null":
    async (context) => doubtsOf(context, 'refund').map(({ oldest: _oldest, ...group }) => group),
  "with named as ( select id from refund where isp = ? and booked_at >= ? and booked_at < ? union select refund.id from statement_line line join refund on refund.id = split_part(line.client_correlator, ':', 1) where line.isp = ? and line.day = ? and line.type = 'refund') select refund.id, test_clock.target_at as clock_now, exists (select 1 from event where data ->> 'refund' = refund.id and type = 'charge.refunded') as is_told, exists (select 1 from statement_line line where line.isp = refund.isp and line.payment_id = refund.payment_reference and line.client_correlator = refund.client_correlator and line.type = 'refund' and line.day <> ?) as stated_elsewhere from named join refund using (id) join charge on charge.id = refund.charge_id left join subscription on subscription.id = charge.subscription_id left join test_clock on test_clock.id = subscription.test_clock_id where refund.isp = ? order by refund.id":
    async ({ database, transaction }, [isp, from, until, , day]) => {
      const all = (table: string, where: Row) => transaction.visible(database.table(table), where);
      const sent = all('refund', { isp, booked_at: { $gte: from, $lt: until } });
      const stated = all('statement_line', { isp, day, type: 'refund' })
        .map(({ client_correlator }) => String(client_correlator).split(':')[0])
        .flatMap((id) => all('refund', { id, isp }));
      return [...new Map([...sent, ...stated].map((row) => [String(row.id), row]))]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, { payment_reference: payment_id, client_correlator }]) => ({
          id,
          clock_now: null,
          is_told: all('event', { "data ->> 'refund'": id, type: 'charge.refunded' }).length > 0,
          stated_elsewhere: all('statement_line', { isp, payment_id, client_correlator, type: 'refund', day: { $ne: day } }).length > 0,
        }));
    },
};
