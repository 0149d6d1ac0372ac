import type { Locale } from '../../../domain/subscriptions.ts';

type EventTexts = {
  title: string;
  intro: string;
  empty: string;
  columns: Record<'type' | 'about' | 'date' | 'status' | 'answer', string>;
  facts: Record<'id' | 'date' | 'url' | 'about' | 'delivered' | 'status', string>;
  about: Record<'purchase' | 'subscription' | 'charge', string>;
  summary: string;
  body: string;
  attempts: string;
  attempt_columns: Record<'at' | 'answer' | 'latency' | 'head', string>;
  no_attempts: string;
  no_answer: string;
  head: string;
  redeliver: string;
  redeliver_text: string;
  redelivered: string;
  no_url: string;
  any: string;
  from: string;
  until: string;
  find: string;
  clear: string;
  range: string;
  range_text: string;
  range_status: string;
  undelivered: string;
  range_button: string;
  range_done: (count: string) => string;
  range_more: (count: string) => string;
};

export const EVENTS: Record<Locale, EventTexts> = {
  fr: {
    title: 'Événements',
    intro:
      'Chaque transaction est annoncée à votre adresse de callback, signée, et retentée pendant trois jours si votre serveur ne répond pas 2xx.',
    empty: 'Pas encore d’événement.',
    columns: { type: 'Événement', about: 'Concerne', date: 'Date', status: 'Livraison', answer: 'Dernière réponse' },
    facts: { id: 'Identifiant', date: 'Date', url: 'Adresse de callback', about: 'Concerne', delivered: 'Livré', status: 'Livraison' },
    about: { purchase: 'Achat', subscription: 'Abonnement', charge: 'Transaction' },
    summary: 'Résumé',
    body: 'Ce qui est envoyé',
    attempts: 'Essais de livraison',
    attempt_columns: { at: 'Date', answer: 'Réponse', latency: 'Durée', head: 'Début de la réponse' },
    no_attempts: 'Aucun essai pour le moment.',
    no_answer: 'pas de réponse',
    head: 'Lire',
    redeliver: 'Livrer à nouveau',
    redeliver_text: 'L’événement repart tout de suite, sous le même identifiant, vers l’adresse de callback actuelle du document.',
    redelivered: 'L’événement repart. Son état se met à jour ici.',
    no_url: 'Le document n’a pas d’adresse de callback\u00a0: donnez-lui-en une pour livrer cet événement.',
    any: 'Tous',
    from: 'Du',
    until: 'Au',
    find: 'Filtrer',
    clear: 'Tout afficher',
    range: 'Livrer à nouveau, en nombre',
    range_text:
      'Après une panne de votre serveur\u00a0: tout ce qui correspond au type et aux dates du filtre repart, du plus ancien au plus récent.',
    range_status: 'Quels événements',
    undelivered: 'Non livrés, ou callback désactivé',
    range_button: 'Livrer à nouveau',
    range_done: (count) => (count === '0' ? 'Rien à livrer.' : `Événements qui repartent\u00a0: ${count}.`),
    range_more: (count) => `Événements qui repartent\u00a0: ${count}. Il en reste\u00a0: recommencez.`,
  },
  en: {
    title: 'Events',
    intro: 'Each transaction is told to your callback URL, signed, and tried again for three days where your server does not answer 2xx.',
    empty: 'No event yet.',
    columns: { type: 'Event', about: 'About', date: 'Date', status: 'Delivery', answer: 'Last answer' },
    facts: { id: 'Id', date: 'Date', url: 'Callback URL', about: 'About', delivered: 'Delivered', status: 'Delivery' },
    about: { purchase: 'Purchase', subscription: 'Subscription', charge: 'Transaction' },
    summary: 'Summary',
    body: 'What is sent',
    attempts: 'Delivery attempts',
    attempt_columns: { at: 'Date', answer: 'Answer', latency: 'Took', head: 'Beginning of the answer' },
    no_attempts: 'No attempt so far.',
    no_answer: 'no answer',
    head: 'Read',
    redeliver: 'Deliver again',
    redeliver_text: 'The event is sent at once, under the same id, to the present callback URL of the document.',
    redelivered: 'The event is on its way. Its status is updated here.',
    no_url: 'The document has no callback URL: give it one to have this event delivered.',
    any: 'All',
    from: 'From',
    until: 'To',
    find: 'Filter',
    clear: 'Show all',
    range: 'Deliver many again',
    range_text: 'After an outage of your server: all that fits the type and the dates of the filter is sent again, the oldest first.',
    range_status: 'Which events',
    undelivered: 'Not delivered, or callback disabled',
    range_button: 'Deliver again',
    range_done: (count) => (count === '0' ? 'Nothing to deliver.' : `Events on their way: ${count}.`),
    range_more: (count) => `Events on their way: ${count}. There are more: do it again.`,
  },
};
