import { ZONE } from '../domain/calendar.ts';
import type { Locale } from '../domain/subscriptions.ts';

const LANGUAGE_TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };

/** An instant as people in France read it: `3 janvier 2027 à 14:05`. */
export function instantText(instant: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(LANGUAGE_TAGS[locale], { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE }).format(instant);
}

/** A day in France: `3 janvier 2027`. */
export function dayText(instant: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(LANGUAGE_TAGS[locale], { dateStyle: 'long', timeZone: ZONE }).format(instant);
}
