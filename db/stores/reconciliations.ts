import { type EntityData, type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { ChargeStatus } from '../../domain/charges.ts';
import type { Isp } from '../../domain/isps.ts';
import type { StatementLine } from '../../domain/statements.ts';
import { Reconciliation, type ReconciliationRow, StatementLineEntity } from '../entities/reconciliation.ts';

export type IspDay = { isp: Isp; day: string };
export type Between = { from: Date; until: Date };

/** What a statement can speak of in one charge: the row, its attempts, what its clock says, and whether the merchant was told. */
export type ChargeInBooks = {
  id: string;
  purchase_id: string | null;
  subscription_id: string | null;
  status: ChargeStatus;
  attempt: number;
  amount_cents: bigint;
  isp_reference: string | null;
  booked_at: Date | null;
  attempts: { number: number; client_correlator: string; finished_at: Date | null }[];
  clock_now: Date | null;
  is_told: boolean;
  stated_elsewhere: boolean;
};

type ChargeRecord = Omit<ChargeInBooks, 'amount_cents' | 'booked_at' | 'clock_now' | 'attempts'> & {
  amount_cents: string;
  booked_at: string | Date | null;
  clock_now: string | Date | null;
  attempts: { number: number; client_correlator: string; finished_at: string | null }[];
};

const LINES_AT_ONCE = 1_000;

/** One ISP's days, and the statements as they were last fetched. */
export class ReconciliationStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** The row of a day, made where there is none, and locked: of several runs at once one works on it at a time. */
  async lock({ isp, day }: IspDay, now: Date): Promise<ReconciliationRow> {
    await this.#em.execute('insert into reconciliation (isp, day, runs, first_run_at) values (?, ?, 0, ?) on conflict do nothing', [
      isp,
      day,
      now,
    ]);
    return await this.#em.findOneOrFail(Reconciliation, { isp, day }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  async update({ isp, day }: IspDay, change: EntityData<ReconciliationRow>): Promise<void> {
    await this.#em.nativeUpdate(Reconciliation, { isp, day }, change);
  }

  async find({ isp, day }: IspDay): Promise<ReconciliationRow | null> {
    return await this.#em.findOne(Reconciliation, { isp, day }, { disableIdentityMap: true });
  }

  async replaceLines({ isp, day }: IspDay, lines: readonly StatementLine[]): Promise<void> {
    await this.#em.nativeDelete(StatementLineEntity, { isp, day });
    for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
      const rows = lines
        .slice(from, from + LINES_AT_ONCE)
        .map((line, index) => ({ isp, day, number: from + index + 1, ...columnsOf(line) }));
      await this.#em.insertMany(StatementLineEntity, rows);
    }
  }

  async lines({ isp, day }: IspDay): Promise<StatementLine[]> {
    return await this.#em.find(StatementLineEntity, { isp, day }, { orderBy: { number: 'asc' }, disableIdentityMap: true });
  }

  /** Lines of this day's statement that the kept statements of earlier days hold already. */
  async statedEarlier({ isp, day }: IspDay): Promise<Pick<StatementLine, 'type' | 'payment_id' | 'client_correlator'>[]> {
    return await this.#em.execute(
      `select line.type, line.payment_id, line.client_correlator from statement_line line
         where line.isp = ? and line.day = ? and exists (select 1 from statement_line earlier
           where earlier.isp = line.isp and earlier.payment_id = line.payment_id and earlier.day < line.day and earlier.type = line.type
             and (line.type = 'charge' or earlier.client_correlator = line.client_correlator))`,
      [isp, day],
    );
  }

  /** Whether anything of ours was taken or given back, or may have been, within these instants. */
  async hasTakings(isp: Isp, { from, until }: Between): Promise<boolean> {
    const rows = await this.#em.execute<{ found: boolean }[]>(
      `select exists (select 1 from charge where isp = ? and booked_at >= ? and booked_at < ? and status in ('sent', 'in_doubt', 'succeeded'))
         or exists (select 1 from refund where isp = ? and booked_at >= ? and booked_at < ? and status in ('sent', 'in_doubt', 'succeeded')) as found`,
      [isp, from, until, isp, from, until],
    );
    return rows[0]?.found === true;
  }

  /** The charges that were sent within these instants, and those that the kept statement names in any way. */
  async charges({ isp, day }: IspDay, { from, until }: Between): Promise<ChargeInBooks[]> {
    const rows = await this.#em.execute<ChargeRecord[]>(
      `with named as (
         select id from charge where isp = ? and booked_at >= ? and booked_at < ?
         union select attempt.charge_id from statement_line line join charge_attempt attempt using (client_correlator)
           where line.isp = ? and line.day = ? and line.type = 'charge'
         union select charge.id from statement_line line join charge on charge.isp = line.isp and charge.isp_reference = line.payment_id
           where line.isp = ? and line.day = ? and line.type = 'charge')
       select charge.id, charge.purchase_id, charge.subscription_id, charge.status, charge.attempt, charge.amount_cents::text, charge.isp_reference, charge.booked_at,
         test_clock.target_at as clock_now,
         (select coalesce(json_agg(json_build_object('number', number, 'client_correlator', client_correlator, 'finished_at', finished_at)
            order by number), '[]') from charge_attempt where charge_id = charge.id) as attempts,
         exists (select 1 from event where data ->> 'charge' = charge.id
           and type in ('purchase.completed', 'subscription.activated', 'subscription.renewed')) as is_told,
         exists (select 1 from statement_line line where line.isp = charge.isp and line.payment_id = charge.isp_reference
           and line.type = 'charge' and line.day <> ?) as stated_elsewhere
       from named join charge using (id)
         left join subscription on subscription.id = charge.subscription_id left join test_clock on test_clock.id = subscription.test_clock_id
       where charge.isp = ? order by charge.id`,
      [isp, from, until, isp, day, isp, day, day, isp],
    );
    return rows.map(inBooks);
  }

  /** The newest day whose complete statement was seen, and the days since `since` of which it never was. */
  async seen(isp: Isp, since: string): Promise<{ last_completed: string | undefined; unfinished: string[] }> {
    const rows = await this.#em.execute<{ last_completed: string | null; unfinished: string[] | null }[]>(
      `select max(day) filter (where completed_at is not null)::text as last_completed,
         array_agg(day::text) filter (where completed_at is null and day >= ?) as unfinished from reconciliation where isp = ?`,
      [since, isp],
    );
    return { last_completed: rows[0]?.last_completed ?? undefined, unfinished: rows[0]?.unfinished ?? [] };
  }

  /** By ISP, the newest day whose complete statement was seen. */
  async lastCompleted(): Promise<{ isp: Isp; day: string }[]> {
    return await this.#em.execute('select isp, max(day)::text as day from reconciliation where completed_at is not null group by isp');
  }
}

/** A line may carry more than is kept, such as its currency. */
function columnsOf({ type, payment_id, client_correlator, reference_code, amount_cents, booked_at }: StatementLine): StatementLine {
  return { type, payment_id, client_correlator, reference_code, amount_cents, booked_at };
}

function inBooks({ amount_cents, booked_at, clock_now, attempts, ...row }: ChargeRecord): ChargeInBooks {
  return {
    ...row,
    amount_cents: BigInt(amount_cents),
    booked_at: instantOf(booked_at),
    clock_now: instantOf(clock_now),
    attempts: attempts.map((attempt) => ({ ...attempt, finished_at: instantOf(attempt.finished_at) })),
  };
}

const instantOf = (value: string | Date | null) => (value === null ? null : new Date(value));
