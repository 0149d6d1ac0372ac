import type { Locale } from '../../../domain/subscriptions.ts';

type HomeTexts = { title: string; latest: string; all: string };

export const HOME: Record<Locale, HomeTexts> = {
  fr: { title: 'Aujourd’hui', latest: 'Dernières transactions', all: 'Toutes les transactions' },
  en: { title: 'Today', latest: 'Latest transactions', all: 'All transactions' },
};
