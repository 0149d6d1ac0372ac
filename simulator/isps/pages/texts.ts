import { en } from './texts-en.ts';
import { fr, type Texts } from './texts-fr.ts';

export type { Texts };
export type Locale = 'fr' | 'en';

export const textsOf = (locale: Locale): Texts => (locale === 'fr' ? fr : en);

const TAGS = { fr: 'fr-FR', en: 'en-GB' } as const;

/** An instant as people of this language read it, on the clock of Paris. */
export function displayedDate(instant_ms: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { timeZone: 'Europe/Paris', dateStyle: 'medium', timeStyle: 'short' }).format(instant_ms);
}

/** The month of an instant in Paris, by its name: "novembre 2026". */
export function displayedMonth(instant_ms: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { timeZone: 'Europe/Paris', month: 'long', year: 'numeric' }).format(instant_ms);
}

/** A text with its blanks filled in: `{name}`. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (blank, name: string) => values[name] ?? blank);
