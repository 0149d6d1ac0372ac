import { ZONE } from '../../domain/calendar.ts';
import type { Period } from '../../domain/offers.ts';

/**
 * When each period must begin, as a calendar on a French wall says it: "2027-02-28 10:00". Counted here on plain dates, by other means
 * than the engine's, so that the two can be compared.
 */

const wallFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' });
const offsetFormat = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeZoneName: 'shortOffset' });

/** An instant as a clock in Paris shows it. */
export function wallClock(instant: string | Date): string {
  return wallFormat.format(new Date(instant));
}

/** Hours that Paris is ahead of UTC at an instant: "+1" in winter, "+2" in summer. */
export function offsetHours(instant: string | Date): string {
  const name = offsetFormat.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace(/^(GMT|UTC)/, '') || '+0';
}

/** The wall clock's reading at the start of period `index`. The hour stays; the day is the anchor's, or the last of a shorter month. */
export function dueOnTheWall(anchor: string, period: Period, index: number): string {
  const [date = '', time = ''] = wallClock(anchor).split(' ');
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  if (period === 'week') return `${isoDate(Date.UTC(year, month - 1, day + 7 * index))} ${time}`;
  const months = month - 1 + (period === 'month' ? index : 3 * index);
  const last_day = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return `${isoDate(Date.UTC(year, months, Math.min(day, last_day)))} ${time}`;
}

/** The starts of all periods that begin before an instant. */
export function duesBefore(anchor: string, period: Period, before: string): string[] {
  const end = wallClock(before);
  const dues: string[] = [];
  for (let due = dueOnTheWall(anchor, period, 0); due < end; due = dueOnTheWall(anchor, period, dues.length)) dues.push(due);
  return dues;
}

function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
