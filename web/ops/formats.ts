import { html } from 'ghtml';
import { ZONE } from '../../domain/calendar.ts';
import { priceText } from '../../domain/money.ts';

const INSTANT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE });

const [DAY_MS, HOUR_MS, MINUTE_MS] = [86_400_000, 3_600_000, 60_000];

/** `26 Nov 2026, 01:06` in Paris; the exact instant is in the markup. */
export function instantMarkup(instant: Date): string {
  return html`<time datetime="${instant.toISOString()}">${INSTANT.format(instant)}</time>`;
}

/** `2 d 4 h`, `3 h 20 min`, `20 min`, `18 s`: as much as one reads at a glance. */
export function durationText(duration_ms: number): string {
  const left_ms = Math.abs(duration_ms);
  const count = (unit_ms: number, within_ms = Number.POSITIVE_INFINITY) => Math.floor((left_ms % within_ms) / unit_ms);
  if (left_ms >= DAY_MS) return joined(`${count(DAY_MS)} d`, count(HOUR_MS, DAY_MS), 'h');
  if (left_ms >= HOUR_MS) return joined(`${count(HOUR_MS)} h`, count(MINUTE_MS, HOUR_MS), 'min');
  return left_ms >= MINUTE_MS ? `${count(MINUTE_MS)} min` : `${count(1_000)} s`;
}

function joined(first: string, count: number, unit: string): string {
  return count === 0 ? first : `${first} ${count} ${unit}`;
}

/** `3 h ago`, `in 2 d 4 h`. */
export function relativeText(instant: Date, now: Date): string {
  const ahead_ms = instant.getTime() - now.getTime();
  return ahead_ms > 0 ? `in ${durationText(ahead_ms)}` : `${durationText(ahead_ms)} ago`;
}

export function momentMarkup(instant: Date, now: Date): string {
  return html`!${instantMarkup(instant)} <span class="quiet when">(${relativeText(instant, now)})</span>`;
}

export function amountText(amount_cents: bigint): string {
  return priceText(amount_cents, 'en');
}

/** `1 letter`, `3 letters`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
