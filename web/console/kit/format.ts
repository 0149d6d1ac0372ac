import { ZONE } from '../../../domain/calendar.ts';
import { decimalText } from '../../../domain/money.ts';
import type { Locale } from '../../../domain/subscriptions.ts';

const TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(TAGS[locale], { timeZone: ZONE, ...options });
  formats.set(key, known);
  return known;
}

/** `3 janv. 2027, 14:05`, as people in France read it. */
export function instantText(instant: Date, locale: Locale): string {
  return format(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(instant);
}

/** `3 janv. 2027`. */
export function dayText(instant: Date, locale: Locale): string {
  return format(locale, { dateStyle: 'medium' }).format(instant);
}

/** `3 nov.`: beside others of about the same time. */
export function shortDayText(instant: Date, locale: Locale): string {
  return format(locale, { day: 'numeric', month: 'short' }).format(instant);
}

/** `novembre 2026`, of `2026-11`. */
export function monthText(month: string, locale: Locale): string {
  return format(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15T12:00:00Z`));
}

/** `4,5 %`, of 0.045. */
export function percentText(share: number, locale: Locale): string {
  return new Intl.NumberFormat(TAGS[locale], { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** `12 345,67 €` in French, `€12,345.67` in English. */
export function moneyText(amount_cents: bigint, locale: Locale): string {
  const [euros = '', cents = ''] = decimalText(amount_cents).split('.');
  const grouped = euros.replace(/\B(?=(\d{3})+$)/g, locale === 'fr' ? '\u202f' : ',');
  if (locale === 'fr') return `${grouped},${cents}\u00a0€`;
  return grouped.startsWith('-') ? `-€${grouped.slice(1)}.${cents}` : `€${grouped}.${cents}`;
}

/** `1 234`, `1,234`. */
export function countText(count: number, locale: Locale): string {
  return new Intl.NumberFormat(TAGS[locale]).format(count);
}

/** The last four letters of a code: enough to tell it from others, not to use it. */
export function maskedCode(code: string): string {
  return `····-····-····-${code.slice(-4)}`;
}
