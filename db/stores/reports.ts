import type { EntityManager } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import type { DayCount, ReportFigure } from '../../domain/reports.ts';
import type { Owner } from './paging.ts';

/** Days are inclusive; an ISP or a document narrows it. */
export type ReportQuery = { from: string; to: string; isp: Isp | undefined; document: string | undefined };

type CountRecord = { day: string | null; isp: Isp; figure: ReportFigure; reason: string; count: string; amount_cents: string };

export class ReportStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /**
   * What was counted on these days, and how many subscriptions were active at each ISP when the first of them began. One statement, so that
   * nothing is seen twice or missed while it is being added up.
   */
  async counts(owner: Owner, { from, to, isp, document }: ReportQuery): Promise<{ counts: DayCount[]; active_before: Map<Isp, number> }> {
    const narrowed = `${isp === undefined ? '' : 'and isp = ?'} ${document === undefined ? '' : 'and document_id = ?'}`;
    const owned = [owner.merchant_id, owner.mode];
    const narrowing = [isp, document].filter((value) => value !== undefined);
    const days = [...owned, from, to, ...narrowing];
    const before = [...owned, from, ...narrowing];
    const rows = await this.#em.execute<CountRecord[]>(
      `select day::text, isp, figure, reason, sum(occurrences)::text as count, sum(amount_cents)::text as amount_cents from (
         select day, isp, figure, reason, occurrences, amount_cents from report_day
           where merchant_id = ? and mode = ? and day between ? and ? ${narrowed}
         union all select day, isp, figure, reason, occurrences, amount_cents from report_change
           where merchant_id = ? and mode = ? and day between ? and ? ${narrowed}) as seen group by day, isp, figure, reason
       union all
       select null, isp, 'end', '', sum(case figure when 'activation' then occurrences else -occurrences end)::text, '0' from (
         select isp, figure, occurrences from report_day
           where merchant_id = ? and mode = ? and day < ? and figure in ('activation', 'end') ${narrowed}
         union all select isp, figure, occurrences from report_change
           where merchant_id = ? and mode = ? and day < ? and figure in ('activation', 'end') ${narrowed}) as lives group by isp`,
      [...days, ...days, ...before, ...before],
    );
    const counts = rows.flatMap(({ day, count, amount_cents, ...row }) =>
      day === null ? [] : [{ ...row, day, count: Number(count), amount_cents: BigInt(amount_cents) }],
    );
    return { counts, active_before: new Map(rows.filter(({ day }) => day === null).map((row) => [row.isp, Number(row.count)])) };
  }

  /**
   * Adds up some of what happened, in one statement; answers how much that was. Any number may do so at once: rows that another takes are
   * passed over, and days are taken in one order.
   */
  async addUp(limit: number): Promise<number> {
    const rows = await this.#em.execute<{ taken: string }[]>(
      `with taken as (
         delete from report_change where id in (select id from report_change order by id limit ? for update skip locked) returning *),
       added as (
         insert into report_day (merchant_id, mode, day, isp, document_id, figure, reason, occurrences, amount_cents)
           select merchant_id, mode, day, isp, document_id, figure, reason, sum(occurrences), sum(amount_cents) from taken
             group by merchant_id, mode, day, isp, document_id, figure, reason order by merchant_id, mode, day, isp, document_id, figure, reason
           on conflict (merchant_id, mode, day, isp, document_id, figure, reason) do update
             set occurrences = report_day.occurrences + excluded.occurrences, amount_cents = report_day.amount_cents + excluded.amount_cents)
       select count(*)::text as taken from taken`,
      [limit],
    );
    return Number(rows[0]?.taken ?? '0');
  }
}
