import { addLocalDays } from './calendar.ts';

/** Local days after the first refusal on which a soft decline is tried again (product.md, "What a charge can be"). */
export const DUNNING_DAYS = [1, 3, 7] as const;

/**
 * When the next try is due after `attempts_made` refused ones, counted from the period's own due instant so that it doesn't drift;
 * undefined once the schedule is used up.
 */
export function nextDunningInstant(due: Date, attempts_made: number, schedule_days: readonly number[] = DUNNING_DAYS): Date | undefined {
  const days = schedule_days[attempts_made - 1];
  return days === undefined ? undefined : addLocalDays(due, days);
}
