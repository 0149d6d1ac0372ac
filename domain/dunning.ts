import { addLocalDays } from './calendar.ts';

/** One refusal of a period's charge, in the middle of its schedule. */
export type Refused = {
  /** The period's own due instant: days are counted from it, so that tries don't drift. */
  due: Date;
  /** Tries that were refused, this one included. */
  attempts_made: number;
  refused_at: Date;
  period_end: Date;
  /** Local days after the due instant on which a soft decline is tried again, increasing (configuration, DUNNING_DAYS). */
  schedule_days: readonly number[];
};

/**
 * The tries that are left after a refusal, the next one first; none once the schedule is used up (docs/decisions/0007). Each refusal uses up
 * one step, and steps that have passed meanwhile are not made up for: no two tries come at once after an outage, a long doubt or a change of
 * the schedule. Where all that are left have passed, they are made with their own pauses from the refusal on: one that came late ends nothing by
 * itself. None falls at or after the end of the period.
 */
export function triesLeft({ due, attempts_made, refused_at, period_end, schedule_days }: Refused): Date[] {
  if (attempts_made < 1) return [];
  const planned = schedule_days.slice(attempts_made - 1).map((days) => addLocalDays(due, days));
  const ahead = planned.filter((instant) => instant.getTime() > refused_at.getTime());
  const tries =
    ahead.length > 0 ? ahead : planned.map((_passed, step) => addLocalDays(refused_at, pauseBefore(schedule_days, attempts_made, step)));
  return tries.filter((instant) => instant.getTime() < period_end.getTime());
}

/** Days from the refused try to the one that is `step` steps after the next. */
function pauseBefore(schedule_days: readonly number[], attempts_made: number, step: number): number {
  return (schedule_days[attempts_made - 1 + step] ?? 0) - (schedule_days[attempts_made - 2] ?? 0);
}
