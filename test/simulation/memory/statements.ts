import { isAtOnce, statementAtOnce } from './at-once.ts';
import { isGridLookup, LEDGER_STATEMENTS } from './ledger-statements.ts';
import { RECONCILIATION_STATEMENTS } from './reconciliation-statements.ts';
import { REFUND_STATEMENTS } from './refund-statements.ts';
import { type Context, doubtsOf, randomFew, type Statement, time } from './statement.ts';
import type { Row } from './table.ts';

/** The few statements that stores write in SQL, by their text. A new one is written down here, or the simulation stops at it. */

const uncharged =
  (table: string, status: string, subject: string): Statement =>
  async ({ database, transaction }, [after, before, limit]) => {
    const rows = transaction.visible(database.table(table), { status, created_at: { $gte: after, $lt: before } });
    const charges = (id: unknown) => transaction.visible(database.table('charge'), { [subject]: id, status: { $ne: 'intent' } });
    return rows
      .filter(({ id }) => charges(id).length === 0)
      .slice(0, limit as number)
      .map(({ id }) => ({ id }));
  };

/** Charges that are out or in doubt, sent before one instant and to be looked at before another. */
const unsettled = ({ database, transaction }: Context, sent: unknown, look: unknown): Row[] =>
  transaction
    .visible(database.table('charge'), { status: ['sent', 'in_doubt'], sent_at: { $lt: sent } })
    .filter(({ next_look_at, sent_at }) => time(next_look_at ?? sent_at) < time(look));

const STATEMENTS: Record<string, Statement> = {
  ...REFUND_STATEMENTS,
  ...LEDGER_STATEMENTS,
  ...RECONCILIATION_STATEMENTS,
  'select 1': async () => [{}],
  'select key_wrapped from buyer where id = ? for no key update': async ({ database, transaction }, [id]) => {
    const rows = await transaction.selectNow(database.table('buyer'), { where: { id }, lock: 'no_key_update' });
    return rows.map(({ key_wrapped }) => ({ key_wrapped: key_wrapped && Buffer.from(key_wrapped as Uint8Array) }));
  },
  'select id from test_clock where advancing': async ({ database, transaction }) =>
    transaction.visible(database.table('test_clock'), {}).filter((row) => row.advancing),
  "select coalesce(sum(amount_cents - refunded_cents), 0)::text as spent_cents from charge where buyer_id = ? and mode = ? and status in ('sent', 'in_doubt', 'succeeded') and booked_at >= ? and booked_at < ?":
    async ({ database, transaction }, [buyer_id, mode, start, end]) => {
      const where = { buyer_id, mode, status: ['sent', 'in_doubt', 'succeeded'], booked_at: { $gte: start, $lt: end } };
      const spent = transaction
        .visible(database.table('charge'), where)
        .reduce((sum, row) => sum + (row.amount_cents as bigint) - (row.refunded_cents as bigint), 0n);
      return [{ spent_cents: String(spent) }];
    },
  "insert into charge_attempt (charge_id, number, client_correlator, outcome, sent_at) values (?, ?, ?, 'sent', ?) on conflict (charge_id, number) do update set outcome = 'sent', sent_at = excluded.sent_at, finished_at = null, detail = null":
    async ({ database, transaction }, [charge_id, number, client_correlator, sent_at]) => {
      const table = database.table('charge_attempt');
      const row = { charge_id, number, client_correlator, outcome: 'sent', sent_at };
      if (await transaction.insertNow(table, row, { on_conflict: { columns: ['charge_id', 'number'] } })) return [];
      await transaction.updateNow(table, { charge_id, number }, { outcome: 'sent', sent_at, finished_at: null, detail: null });
      return [];
    },
  "select distinct on (subscription_id) subscription_id, status, decline_reason from charge where subscription_id in (?) and status <> 'void' order by subscription_id, period_index desc":
    async ({ database, transaction }, [ids]) =>
      (ids as string[]).flatMap((subscription_id) => {
        const rows = transaction.visible(database.table('charge'), { subscription_id, status: { $ne: 'void' } });
        return rows.sort((a, b) => (b.period_index as number) - (a.period_index as number)).slice(0, 1);
      }),
  "select isp, escalated_at is not null as escalated, count(*) as count, min(in_doubt_at) as oldest from charge where status = 'in_doubt' group by isp, escalated_at is not null":
    async (context) => doubtsOf(context, 'charge'),
  "select id from ( select id from subscription where ended_at is null and test_clock_id is null and next_charge_at < ? union select subscription_id from charge where status in ('sent', 'in_doubt') and sent_at < ? and coalesce(next_look_at, sent_at) < ? and subscription_id is not null ) as due order by random() limit ?":
    async (context, [due, sent, look, limit]) => {
      const { database, transaction } = context;
      const where = { ended_at: null, test_clock_id: null, next_charge_at: { $lt: due } };
      const ids = transaction.visible(database.table('subscription'), where).map(({ id }) => id);
      const forgotten = unsettled(context, sent, look).flatMap(({ subscription_id }) => subscription_id ?? []);
      return randomFew(context, [...new Set([...ids, ...forgotten])], limit);
    },
  "select purchase_id as id from charge where status in ('sent', 'in_doubt') and sent_at < ? and coalesce(next_look_at, sent_at) < ? and purchase_id is not null order by random() limit ?":
    async (context, [sent, look, limit]) => {
      const ids = unsettled(context, sent, look).flatMap(({ purchase_id }) => purchase_id ?? []);
      return randomFew(context, ids, limit);
    },
  "select id from subscription where status = 'pending' and created_at >= ? and created_at < ? and not exists (select 1 from charge where charge.subscription_id = subscription.id and charge.status <> 'intent') limit ?":
    uncharged('subscription', 'pending', 'subscription_id'),
  "select id from purchase where status = 'processing' and created_at >= ? and created_at < ? and not exists (select 1 from charge where charge.purchase_id = purchase.id and charge.status <> 'intent') limit ?":
    uncharged('purchase', 'processing', 'purchase_id'),
};

/** Texts as they are written in the stores, with their white space. */
const known = new Map<string, Statement>();

export function statementOf(sql: string): Statement {
  const found = known.get(sql) ?? written(sql.replace(/\s+/g, ' ').trim());
  if (!found) throw new Error(`test/simulation/memory/statements.ts doesn't know: ${sql}`);
  known.set(sql, found);
  return found;
}

function written(sql: string): Statement | undefined {
  if (isAtOnce(sql)) return statementAtOnce(sql);
  return isGridLookup(sql) ? async () => [] : STATEMENTS[sql];
}
