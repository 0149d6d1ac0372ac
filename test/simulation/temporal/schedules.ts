import type { BillingActivities } from '../../../activities/types.ts';
import type { DiscrepancyRow } from '../../../db/entities/reconciliation.ts';
import { addDays, midnightOf, parisDay } from '../../../domain/calendar.ts';
import { ISPS, type Isp } from '../../../domain/isps.ts';
import { DAYS_DUE, WORKFLOW_TYPES } from '../../../domain/messages.ts';
import { RECONCILED_AT } from '../../../domain/reconciliation.ts';
import { scene } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { Execution } from './execution.ts';

const HOUR_MS = 3_600_000;
const CATCH_UP_MS = 24 * HOUR_MS;
/** Hours are skipped or repeated before it, so it is counted from the day's end. */
const BEFORE_MIDNIGHT_MS = 24 * HOUR_MS - RECONCILED_AT.hour * HOUR_MS - RECONCILED_AT.minute * 60_000;
/** As far back as a regular run goes (domain/reconciliation.ts): what is older is left to people. */
const DAYS_DUE_MAX = 62;
/** Of mornings on which a day that is done, and on which nothing has moved since, is looked at all the same. */
const AGAIN = 0.1;

type Morning = { isp: Isp; today: string; at_ms: number };
type Day = { isp: Isp; day: string; changes: number; seen: number };

/**
 * The schedules of reconciliation: each ISP's days are reconciled at 07:30 in Paris, by the product's own workflow. Of days on which no money
 * moved nothing is to be seen, and of those that were seen only changes, so only they are looked at: years of mornings stay cheap.
 */
export class Schedules {
  readonly #world: World;
  readonly #days = new Map<string, Day>();
  /** Of these something is to be seen. */
  readonly #unseen = new Set<Day>();
  readonly #last = new Map<Isp, Execution>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Something moved here or there that stands, or may stand, on the statement of this day. */
  touch(isp: Isp, day: string): void {
    const known = this.#days.get(`${isp} ${day}`) ?? { isp, day, changes: 0, seen: 0 };
    known.changes += 1;
    this.#days.set(`${isp} ${day}`, known);
    this.#unseen.add(known);
  }

  /** The days on which money moved, or may have. */
  get days(): readonly { isp: Isp; day: string }[] {
    return [...this.#days.values()];
  }

  begin(): void {
    const { scheduler } = this.#world;
    const morning = (today: string) => {
      const tomorrow = addDays(today, 1);
      const at_ms = midnightOf(tomorrow) - BEFORE_MIDNIGHT_MS;
      scheduler.at(at_ms, () => {
        for (const isp of ISPS) this.#start({ isp, today, at_ms });
        morning(tomorrow);
      });
    };
    morning(addDays(parisDay(scheduler.now), 1));
  }

  /** A start that an outage missed is made up for within a day; a run that is still at it is waited for. */
  #start(morning: Morning): void {
    const { isp, today, at_ms } = morning;
    const { scheduler, temporal } = this.#world;
    const due = [...this.#unseen].filter((each) => each.isp === isp && each.day < today);
    if ((due.length === 0 && !this.#hasOpen(isp)) || scheduler.now_ms > at_ms + CATCH_UP_MS) return;
    if (temporal.isAway) return void scheduler.at(temporal.away_until_ms, () => this.#start(morning));
    if (this.#last.get(isp)?.status === 'running') return void scheduler.after(HOUR_MS, () => this.#start(morning));
    const input = { isp, day: DAYS_DUE };
    this.#last.set(isp, temporal.start({ id: `reconcile-${isp}-${today}`, type: WORKFLOW_TYPES.reconciliation, input }).execution);
    for (const { day } of due.filter((each) => each.day < addDays(today, -DAYS_DUE_MAX))) this.#byHand(isp, day);
  }

  #see(day: Day, changes: number): void {
    day.seen = changes;
    if (day.seen === day.changes) this.#unseen.delete(day);
  }

  #byHand(isp: Isp, day: string): void {
    this.#world.sometimes.hit('reconciled_by_hand');
    this.#world.temporal.ensure({ id: `by-hand-${isp}-${day}`, type: WORKFLOW_TYPES.reconciliation, input: { isp, day } });
  }

  #hasOpen(isp: Isp): boolean {
    return this.#world.database.rows<DiscrepancyRow>('discrepancy').some((row) => row.isp === isp && row.resolved_at === null);
  }

  #isOpen(isp: Isp, day: string): boolean {
    const rows = this.#world.database.rows<DiscrepancyRow>('discrepancy');
    return rows.some((row) => row.isp === isp && row.day === day && row.resolved_at === null);
  }

  /** The activities of reconciliation, as the worker's, of which the first leaves out what there is no need to see. */
  thrifty(activities: BillingActivities): BillingActivities {
    const { temporal: luck } = this.#world.random;
    return {
      ...activities,
      reconciliationsDue: async ({ isp }) => {
        const due = await activities.reconciliationsDue({ isp });
        return due.filter((day) => {
          const known = this.#days.get(`${isp} ${day}`);
          return known && (known.seen !== known.changes || this.#isOpen(isp, day) || luck.chance(AGAIN));
        });
      },
      reconcileDay: async ({ isp, day }) => {
        this.#world.count('reconciliation: days');
        // While there is no statement a day is tried for two hours: two tries show what all of them do.
        if ((scene.getStore()?.run?.attempt ?? 0) > 2 && this.#world.isps[isp].isSilent) throw new Error(`still no statement of ${day}`);
        const known = this.#days.get(`${isp} ${day}`);
        const changes = known?.changes ?? 0;
        const report = await activities.reconcileDay({ isp, day });
        if (known && report.complete) this.#see(known, changes);
        return report;
      },
    };
  }
}
