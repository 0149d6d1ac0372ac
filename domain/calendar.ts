import { Temporal } from '@js-temporal/polyfill';
import type { Period } from './offers.ts';

/** The zone in which periods, days and months are counted (product.md, "Rules of time"). */
export const ZONE = 'Europe/Paris';

const DAY_MS = 24 * 3_600_000;
/** Of some ten years; all are forgotten at once where more are asked for. */
const MIDNIGHTS_MAX = 4_096;
const midnights = new Map<string, number>();

/** The first instant of a day in Paris, in milliseconds of the epoch. Kept, since rules of zones take long to ask and never change their answer. */
export function midnightOf(day: string): number {
  const known = midnights.get(day);
  if (known !== undefined) return known;
  const midnight_ms = Temporal.PlainDate.from(day).toZonedDateTime(ZONE).epochMilliseconds;
  if (midnights.size >= MIDNIGHTS_MAX) midnights.clear();
  midnights.set(day, midnight_ms);
  return midnight_ms;
}

const utcDay = (at_ms: number) => new Date(at_ms).toISOString().slice(0, 10);

/** Days of the calendar have no zone and no hours: in UTC each is as long as the other, and plain arithmetic will do. */
export function addDays(day: string, days: number): string {
  return utcDay(Date.parse(day) + days * DAY_MS);
}

/** The day in Paris that an instant lies in. Paris is ahead of UTC: it is that of UTC, or already the next. */
export function parisDay(instant: Date): string {
  const next = utcDay(instant.getTime() + DAY_MS);
  return instant.getTime() < midnightOf(next) ? utcDay(instant.getTime()) : next;
}

/** Neither an hour more nor one less: the local time is what has passed since midnight. */
function isOrdinary(day: string): boolean {
  return midnightOf(addDays(day, 1)) - midnightOf(day) === DAY_MS;
}

type Step = { days: number } | { months: number };

function stepOf(period: Period, count: number): Step {
  switch (period) {
    case 'week':
      return { days: 7 * count };
    case 'month':
      return { months: count };
    case 'quarter':
      return { months: 3 * count };
  }
}

/** Months keep the day, clipped to the month's end. */
function addStep(day: string, step: Step): string {
  if ('days' in step) return addDays(day, step.days);
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + step.months, 0));
  return `${last.toISOString().slice(0, 8)}${String(Math.min(date, last.getUTCDate())).padStart(2, '0')}`;
}

/** The same local time on another day. What an hour that is skipped or repeated makes of it is left to Temporal, which takes far longer. */
function addLocal(instant: Date, step: Step): Date {
  const day = parisDay(instant);
  const other = addStep(day, step);
  if (isOrdinary(day) && isOrdinary(other)) return new Date(midnightOf(other) + instant.getTime() - midnightOf(day));
  const start = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE);
  return new Date(start.add(step, { overflow: 'constrain' }).epochMilliseconds);
}

/**
 * The instant at which period `index` begins, always counted from the anchor: a week is 7 local days at the same local time;
 * months and quarters keep the anchor's day, clipped to the month's end, so that 31 Jan is followed by 28 Feb and then by 31 Mar.
 * A local time that summer time skips moves forward; one that it repeats takes the first.
 */
export function dueInstant(anchor: Date, period: Period, index: number): Date {
  return addLocal(anchor, stepOf(period, index));
}

export type PeriodBounds = { index: number; start: Date; end: Date };

export function periodBounds(anchor: Date, period: Period, index: number): PeriodBounds {
  return { index, start: dueInstant(anchor, period, index), end: dueInstant(anchor, period, index + 1) };
}

/** The index of the period in which `now` lies, at least `from`. Used to see which periods an outage has let pass. */
export function periodIndexAt(at: { anchor: Date; period: Period; now: Date; from: number }): number {
  let index = at.from;
  while (dueInstant(at.anchor, at.period, index + 1).getTime() <= at.now.getTime()) index += 1;
  return index;
}

/** Local days after an instant at the same local time: the dunning schedule counts in these. */
export function addLocalDays(instant: Date, days: number): Date {
  return addLocal(instant, { days });
}

/**
 * A delay that spreads subscriptions which fall due together: the same for one subscription for life, from 0 to below the window.
 * FNV-1a over the id is enough here; nothing depends on the hash but the spread.
 */
export function jitterMilliseconds(subscription_id: string, window_seconds: number): number {
  if (window_seconds === 0) return 0;
  let hash = 0x811c9dc5;
  for (let position = 0; position < subscription_id.length; position += 1) {
    hash = Math.imul(hash ^ subscription_id.charCodeAt(position), 0x01000193) >>> 0;
  }
  return hash % (window_seconds * 1_000);
}

/** The calendar month in Paris that an instant lies in: from its first instant up to the next month's. */
export function monthBounds(instant: Date): { start: Date; end: Date } {
  const first = `${parisDay(instant).slice(0, 8)}01`;
  return { start: new Date(midnightOf(first)), end: new Date(midnightOf(addStep(first, { months: 1 }))) };
}

/** RFC 3339 in UTC, as every instant on the wire. */
export function wireInstant(instant: Date): string {
  return instant.toISOString();
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** The instant of a date and time in Paris, `2027-01-31T10:00`, as a person picks it; undefined where there is no such date. */
export function instantOfParis(local: string): Date | undefined {
  if (!LOCAL.test(local)) return undefined;
  try {
    return new Date(Temporal.PlainDateTime.from(local, { overflow: 'reject' }).toZonedDateTime(ZONE).epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** The date and time in Paris, to the minute: `2027-01-31T10:00`. */
export function parisText(instant: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute', roundingMode: 'floor' });
}
