import { html } from 'ghtml';
import { ZONE } from '../../domain/calendar.ts';
import { priceText } from '../../domain/money.ts';

const INSTANT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE });

const UNITS: readonly [name: string, duration_ms: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** `26 Nov 2026, 01:06` in Paris; the exact instant is in the markup. */
export function instantMarkup(instant: Date): string {
  return html`<time datetime="${instant.toISOString()}">${INSTANT.format(instant)}</time>`;
}

/** `2 d 4 h`: the two largest units. */
export function durationText(duration_ms: number): string {
  let left_ms = Math.abs(duration_ms);
  const parts: string[] = [];
  for (const [name, unit_ms] of UNITS) {
    const count = Math.floor(left_ms / unit_ms);
    left_ms -= count * unit_ms;
    if (count > 0) parts.push(`${count} ${name}`);
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.join(' ') || 'less than a second';
}

/** `3 h ago`, `in 2 d 4 h`. */
export function relativeText(instant: Date, now: Date): string {
  const ahead_ms = instant.getTime() - now.getTime();
  return ahead_ms > 0 ? `in ${durationText(ahead_ms)}` : `${durationText(ahead_ms)} ago`;
}

export function momentMarkup(instant: Date, now: Date): string {
  return html`!${instantMarkup(instant)} <span class="quiet">(${relativeText(instant, now)})</span>`;
}

export function amountText(amount_cents: bigint): string {
  return priceText(amount_cents, 'en');
}

/** `1 letter`, `3 letters`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
