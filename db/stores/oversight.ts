import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeclineReason } from '../../domain/charges.ts';
import type { Isp } from '../../domain/isps.ts';
import type { Mode } from '../../domain/subscriptions.ts';
import { Charge, type ChargeRow } from '../entities/charge.ts';
import { Refund, type RefundRow } from '../entities/refund.ts';

/** What came of the calls for charges to one ISP that were sent since some instant. */
export type IspAttempts = {
  isp: Isp;
  /** By what is known of the attempt; `reason` of one that was refused and is the charge's last. */
  outcomes: { outcome: string; reason: DeclineReason | null; count: number }[];
  /** Milliseconds until the ISP's answer, of those that it answered at once. */
  p50_ms: number | null;
  p95_ms: number | null;
};

type AttemptRecord = {
  isp: Isp;
  outcome: string | null;
  reason: DeclineReason | null;
  is_total: boolean;
  count: number;
  latencies_ms: number[] | null;
};

/** Something that is due for long, by its row. */
export type OverdueRow = { id: string; isp: Isp; mode: Mode; due_at: Date };

export type UnfinishedEnd = { id: string; isp: Isp; mode: Mode; ended_at: Date; end_reason: string };

/** What operators look at across all merchants and both modes. Reads only, each by an index and up to a limit. */
export class OversightStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** The longest in doubt first. */
  async chargesInDoubt(limit: number): Promise<ChargeRow[]> {
    return await this.#em.find(Charge, { status: 'in_doubt' }, { orderBy: { sent_at: 'asc' }, limit, disableIdentityMap: true });
  }

  /** The longest in doubt first. */
  async refundsInDoubt(limit: number): Promise<RefundRow[]> {
    return await this.#em.find(Refund, { status: 'in_doubt' }, { orderBy: { created_at: 'asc' }, limit, disableIdentityMap: true });
  }

  /**
   * How each ISP answered since an instant, of at most so many attempts, the newest. A charge that was in doubt has no latency: its attempt
   * was closed when the doubt was.
   */
  async attempts(since: Date, limit: number): Promise<IspAttempts[]> {
    const rows = await this.#em.execute<AttemptRecord[]>(
      `with recent as (
         select charge_id, number, outcome, sent_at, finished_at from charge_attempt where sent_at >= ? order by sent_at desc limit ?
       ), told as (
         select charge.isp, recent.outcome,
           case when recent.outcome = 'declined' and recent.number = charge.attempt and charge.status = 'declined' then charge.decline_reason end as reason,
           case when recent.outcome in ('succeeded', 'declined') and charge.in_doubt_at is null
             then extract(epoch from recent.finished_at - recent.sent_at) * 1000 end as latency_ms
         from recent join charge on charge.id = recent.charge_id
       )
       select isp, outcome, reason, grouping(outcome) = 1 as is_total, count(*)::int as count,
         percentile_cont(array[0.5, 0.95]) within group (order by latency_ms) as latencies_ms
       from told group by grouping sets ((isp), (isp, outcome, reason)) order by isp, count(*) desc`,
      [since, limit],
    );
    return rows
      .filter((row) => row.is_total)
      .map(({ isp, latencies_ms }) => {
        const [p50_ms = null, p95_ms = null] = latencies_ms ?? [];
        const outcomes = rows.flatMap((row) => {
          if (row.isp !== isp || row.outcome === null) return [];
          return [{ outcome: row.outcome, reason: row.reason, count: row.count }];
        });
        return { isp, outcomes, p50_ms, p95_ms };
      });
  }

  /** Subscriptions that should have been charged by then and were not, on no test clock. */
  async overdueSubscriptions(before: Date, limit: number): Promise<OverdueRow[]> {
    return await this.#overdue(
      `select id, isp, mode, next_charge_at as due_at from subscription
         where ended_at is null and test_clock_id is null and next_charge_at < ? order by next_charge_at limit ?`,
      [before, limit],
    );
  }

  /** Charges that are out, or in doubt, and that nobody has looked at since. */
  async forgottenCharges(before: Date, limit: number): Promise<OverdueRow[]> {
    return await this.#overdue(
      `select id, isp, mode, coalesce(next_look_at, sent_at) as due_at from charge
         where status in ('sent', 'in_doubt') and sent_at < ? and coalesce(next_look_at, sent_at) < ? order by sent_at limit ?`,
      [before, before, limit],
    );
  }

  /** The same of refunds, those that were never sent included. */
  async forgottenRefunds(before: Date, limit: number): Promise<OverdueRow[]> {
    return await this.#overdue(
      `select id, isp, mode, coalesce(next_look_at, created_at) as due_at from refund
         where status in ('intent', 'sent', 'in_doubt') and created_at < ? and coalesce(next_look_at, created_at) < ? order by created_at limit ?`,
      [before, before, limit],
    );
  }

  /** Ended, and the ISP has not confirmed the mandate's end since. On a test clock an end has no real instant; the sale has. */
  async unfinishedEnds(before: Date, limit: number): Promise<UnfinishedEnd[]> {
    const rows = await this.#em.execute<(Omit<UnfinishedEnd, 'ended_at'> & { ended_at: string | Date })[]>(
      `select id, isp, mode, ended_at, end_reason from subscription where ended_at is not null and mandate_cancelled_at is null
         and case when test_clock_id is null then ended_at else created_at end < ? order by updated_at limit ?`,
      [before, limit],
    );
    return rows.map((row) => ({ ...row, ended_at: new Date(row.ended_at) }));
  }

  async #overdue(sql: string, parameters: unknown[]): Promise<OverdueRow[]> {
    const rows = await this.#em.execute<(Omit<OverdueRow, 'due_at'> & { due_at: string | Date })[]>(sql, parameters);
    return rows.map((row) => ({ ...row, due_at: new Date(row.due_at) }));
  }
}
