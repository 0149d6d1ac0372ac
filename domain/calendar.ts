import { Temporal } from '@js-temporal/polyfill';
import type { Period } from './offers.ts';

/** The zone in which periods, days and months are counted (product.md, "Rules of time"). */
export const ZONE = 'Europe/Paris';

function step(period: Period, count: number): Temporal.DurationLike {
  switch (period) {
    case 'week':
      return { days: 7 * count };
    case 'month':
      return { months: count };
    case 'quarter':
      return { months: 3 * count };
  }
}

/**
 * The instant at which period `index` begins, always counted from the anchor: a week is 7 local days at the same local time;
 * months and quarters keep the anchor's day, clipped to the month's end, so that 31 Jan is followed by 28 Feb and then by 31 Mar.
 * A local time that summer time skips moves forward; one that it repeats takes the first.
 */
export function dueInstant(anchor: Date, period: Period, index: number): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(anchor.getTime()).toZonedDateTimeISO(ZONE);
  return new Date(start.add(step(period, index), { overflow: 'constrain' }).epochMilliseconds);
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
  const start = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE);
  return new Date(start.add({ days }).epochMilliseconds);
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
  const first = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE).with({ day: 1 }).startOfDay();
  return { start: new Date(first.epochMilliseconds), end: new Date(first.add({ months: 1 }).epochMilliseconds) };
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
