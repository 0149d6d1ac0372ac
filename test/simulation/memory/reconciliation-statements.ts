import type { Context, Statement } from './statement.ts';
import type { Row } from './table.ts';

const TAKINGS = ['sent', 'in_doubt', 'succeeded'];
const TELLING = ['purchase.completed', 'subscription.activated', 'subscription.renewed'];

const rowsOf = ({ database, transaction }: Context, table: string, where: Row): Row[] => transaction.visible(database.table(table), where);

/** No run hangs on a test clock, so nobody's clock tells anything else. */
function chargeInBooks(context: Context, charge: Row, day: unknown): Row {
  const { id, purchase_id, subscription_id, status, attempt, amount_cents, isp, isp_reference, booked_at } = charge;
  const attempts = rowsOf(context, 'charge_attempt', { charge_id: id });
  const elsewhere = { isp, payment_id: isp_reference, type: 'charge', day: { $ne: day } };
  return {
    ...{ id, purchase_id, subscription_id, status, attempt, amount_cents: String(amount_cents), isp_reference, booked_at, clock_now: null },
    attempts: attempts
      .sort((a, b) => (a.number as number) - (b.number as number))
      .map(({ number, client_correlator, finished_at }) => ({ number, client_correlator, finished_at })),
    is_told: rowsOf(context, 'event', { "data ->> 'charge'": id, type: TELLING }).length > 0,
    stated_elsewhere: isp_reference !== null && rowsOf(context, 'statement_line', elsewhere).length > 0,
  };
}

/** What db/stores/reconciliations.ts and db/stores/discrepancies.ts write in SQL. */
export const RECONCILIATION_STATEMENTS: Record<string, Statement> = {
  'insert into reconciliation (isp, day, runs, first_run_at) values (?, ?, 0, ?) on conflict do nothing': async (
    { database, transaction },
    [isp, day, first_run_at],
  ) => {
    await transaction.insertNow(database.table('reconciliation'), { isp, day, runs: 0, first_run_at }, { on_conflict: { columns: null } });
    return [];
  },
  "select line.type, line.payment_id, line.client_correlator from statement_line line where line.isp = ? and line.day = ? and exists (select 1 from statement_line earlier where earlier.isp = line.isp and earlier.payment_id = line.payment_id and earlier.day < line.day and earlier.type = line.type and (line.type = 'charge' or earlier.client_correlator = line.client_correlator))":
    async (context, [isp, day]) =>
      rowsOf(context, 'statement_line', { isp, day })
        .filter(({ payment_id, type, client_correlator }) =>
          rowsOf(context, 'statement_line', { isp, payment_id, type, day: { $lt: day } }).some(
            (earlier) => type === 'charge' || earlier.client_correlator === client_correlator,
          ),
        )
        .map(({ type, payment_id, client_correlator }) => ({ type, payment_id, client_correlator })),
  "select exists (select 1 from charge where isp = ? and booked_at >= ? and booked_at < ? and status in ('sent', 'in_doubt', 'succeeded')) or exists (select 1 from refund where isp = ? and booked_at >= ? and booked_at < ? and status in ('sent', 'in_doubt', 'succeeded')) as found":
    async (context, [isp, from, until]) => {
      const where = { isp, booked_at: { $gte: from, $lt: until }, status: TAKINGS };
      return [{ found: ['charge', 'refund'].some((table) => rowsOf(context, table, where).length > 0) }];
    },
  "with named as ( select id from charge where isp = ? and booked_at >= ? and booked_at < ? union select attempt.charge_id from statement_line line join charge_attempt attempt using (client_correlator) where line.isp = ? and line.day = ? and line.type = 'charge' union select charge.id from statement_line line join charge on charge.isp = line.isp and charge.isp_reference = line.payment_id where line.isp = ? and line.day = ? and line.type = 'charge') select charge.id, charge.purchase_id, charge.subscription_id, charge.status, charge.attempt, charge.amount_cents::text, charge.isp_reference, charge.booked_at, test_clock.target_at as clock_now, (select coalesce(json_agg(json_build_object('number', number, 'client_correlator', client_correlator, 'finished_at', finished_at) order by number), '[]') from charge_attempt where charge_id = charge.id) as attempts, exists (select 1 from event where data ->> 'charge' = charge.id and type in ('purchase.completed', 'subscription.activated', 'subscription.renewed')) as is_told, exists (select 1 from statement_line line where line.isp = charge.isp and line.payment_id = charge.isp_reference and line.type = 'charge' and line.day <> ?) as stated_elsewhere from named join charge using (id) left join subscription on subscription.id = charge.subscription_id left join test_clock on test_clock.id = subscription.test_clock_id where charge.isp = ? order by charge.id":
    async (context, [isp, from, until, , day]) => {
      const sent = rowsOf(context, 'charge', { isp, booked_at: { $gte: from, $lt: until } });
      const named = rowsOf(context, 'statement_line', { isp, day, type: 'charge' }).flatMap(({ client_correlator, payment_id }) => [
        ...rowsOf(context, 'charge_attempt', { client_correlator }).flatMap(({ charge_id }) =>
          rowsOf(context, 'charge', { id: charge_id, isp }),
        ),
        ...rowsOf(context, 'charge', { isp, isp_reference: payment_id }),
      ]);
      return [...new Map([...sent, ...named].map((row) => [String(row.id), row]))]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, charge]) => chargeInBooks(context, charge, day));
    },
  'select max(day) filter (where completed_at is not null)::text as last_completed, array_agg(day::text) filter (where completed_at is null and day >= ?) as unfinished from reconciliation where isp = ?':
    async (context, [since, isp]) => {
      const rows = rowsOf(context, 'reconciliation', { isp });
      const days = (completed: boolean) => rows.filter((row) => (row.completed_at !== null) === completed).map(({ day }) => String(day));
      const unfinished = days(false).filter((day) => day >= String(since));
      return [{ last_completed: days(true).sort().at(-1) ?? null, unfinished: unfinished.length > 0 ? unfinished : null }];
    },
  'select isp, max(day)::text as day from reconciliation where completed_at is not null group by isp': async (context) => {
    const last = new Map<unknown, string>();
    for (const { isp, day } of rowsOf(context, 'reconciliation', { completed_at: { $ne: null } }))
      if (String(day) > (last.get(isp) ?? '')) last.set(isp, String(day));
    return [...last].map(([isp, day]) => ({ isp, day }));
  },
  'select isp, kind, count(*) as count from discrepancy where resolved_at is null group by isp, kind': async (context) => {
    const counts = new Map<string, Row & { count: string }>();
    for (const { isp, kind } of rowsOf(context, 'discrepancy', { resolved_at: null })) {
      const count = Number(counts.get(`${isp} ${kind}`)?.count ?? 0);
      counts.set(`${isp} ${kind}`, { isp, kind, count: String(count + 1) });
    }
    return [...counts.values()];
  },
};
