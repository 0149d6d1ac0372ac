import type { Locale } from '../../../domain/subscriptions.ts';

type ClockTexts = {
  title: string;
  intro: string;
  live: string;
  empty: string;
  columns: Record<'id' | 'now' | 'status' | 'created', string>;
  status: Record<'ready' | 'advancing', string>;
  create: string;
  create_at: string;
  create_hint: string;
  create_button: string;
  created: string;
  instant_wrong: string;
  detail_title: string;
  now: string;
  arriving: string;
  arriving_text: string;
  reload: string;
  advance: string;
  advance_text: string;
  steps: Record<'day' | 'week' | 'month' | 'quarter' | 'year', string>;
  to: string;
  to_hint: string;
  advance_button: string;
  use: string;
  use_text: string;
};

export const CLOCKS: Record<Locale, ClockTexts> = {
  fr: {
    title: 'Horloges de test',
    intro:
      'Un abonnement de test accroché à une horloge vit à son heure. Avancez-la d’un mois ou de dix ans\u00a0: chaque renouvellement, essai et mail se fait dans l’ordre, tout de suite.',
    live: 'Les horloges de test n’existent qu’en mode Test. Passez en mode Test en haut de page.',
    empty: 'Pas encore d’horloge.',
    columns: { id: 'Horloge', now: 'Heure', status: 'État', created: 'Créée' },
    status: { ready: 'À l’heure', advancing: 'En route' },
    create: 'Nouvelle horloge',
    create_at: 'Heure de départ',
    create_hint: 'Heure de Paris. Vide\u00a0: maintenant.',
    create_button: 'Créer l’horloge',
    created: 'L’horloge est créée.',
    instant_wrong: 'Écrivez une date et une heure, des années 1970 à 2200.',
    detail_title: 'Horloge de test',
    now: 'Heure de l’horloge',
    arriving: 'En route',
    arriving_text: 'L’horloge passe d’échéance en échéance. Cette page se met à jour toute seule.',
    reload: 'Actualiser',
    advance: 'Avancer',
    advance_text: 'Une horloge n’avance que vers le futur.',
    steps: { day: '+ 1 jour', week: '+ 1 semaine', month: '+ 1 mois', quarter: '+ 3 mois', year: '+ 1 an' },
    to: 'Jusqu’au',
    to_hint: 'Heure de Paris.',
    advance_button: 'Avancer jusque-là',
    use: 'S’en servir',
    use_text: 'Donnez cet identifiant comme test_clock en créant un abonnement ou une page de paiement.',
  },
  en: {
    title: 'Test clocks',
    intro:
      'A test subscription on a clock lives by its time. Advance it by a month or by ten years: every renewal, retry and mail happens in order, at once.',
    live: 'Test clocks exist in Test mode only. Go to Test mode at the top of the page.',
    empty: 'No clock yet.',
    columns: { id: 'Clock', now: 'Time', status: 'Status', created: 'Created' },
    status: { ready: 'Ready', advancing: 'On its way' },
    create: 'New clock',
    create_at: 'Starts at',
    create_hint: 'Time in Paris. Empty: now.',
    create_button: 'Create the clock',
    created: 'The clock is created.',
    instant_wrong: 'Write a date and a time, in the years 1970 to 2200.',
    detail_title: 'Test clock',
    now: 'Time of the clock',
    arriving: 'On its way',
    arriving_text: 'The clock goes from due date to due date. This page keeps itself up to date.',
    reload: 'Reload',
    advance: 'Advance',
    advance_text: 'A clock only goes forward.',
    steps: { day: '+ 1 day', week: '+ 1 week', month: '+ 1 month', quarter: '+ 3 months', year: '+ 1 year' },
    to: 'To',
    to_hint: 'Time in Paris.',
    advance_button: 'Advance to then',
    use: 'Use it',
    use_text: 'Give this id as test_clock when you create a subscription or a checkout.',
  },
};
