import type { Locale } from '../../../domain/subscriptions.ts';

type EventTexts = {
  title: string;
  intro: string;
  empty: string;
  columns: Record<'type' | 'about' | 'date' | 'status' | 'attempts', string>;
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
};

export const EVENTS: Record<Locale, EventTexts> = {
  fr: {
    title: 'Événements',
    intro:
      'Chaque transaction est annoncée à votre adresse de callback, signée, et retentée pendant trois jours si votre serveur ne répond pas 2xx.',
    empty: 'Pas encore d’événement.',
    columns: { type: 'Événement', about: 'Concerne', date: 'Date', status: 'Livraison', attempts: 'Essais' },
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
  },
  en: {
    title: 'Events',
    intro: 'Each transaction is told to your callback URL, signed, and tried again for three days where your server does not answer 2xx.',
    empty: 'No event yet.',
    columns: { type: 'Event', about: 'About', date: 'Date', status: 'Delivery', attempts: 'Attempts' },
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
  },
};
