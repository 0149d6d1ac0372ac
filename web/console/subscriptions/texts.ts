import type { MailKind } from '../../../domain/mails.ts';
import type { Locale } from '../../../domain/subscriptions.ts';

type SubscriptionTexts = {
  title: string;
  empty: string;
  empty_filter: string;
  columns: Record<'reference' | 'document' | 'own_reference' | 'isp' | 'price' | 'status' | 'began' | 'next', string>;
  ended_on: (day: string) => string;
  detail_title: (reference: string) => string;
  summary: string;
  facts: Record<
    | 'price'
    | 'document'
    | 'isp'
    | 'own_reference'
    | 'code'
    | 'paid_until'
    | 'next'
    | 'ended'
    | 'clock'
    | 'mandate'
    | 'sold'
    | 'accepted'
    | 'id'
    | 'paid_total',
    string
  >;
  sold_by: Record<'checkout' | 'api', string>;
  mandate_cancelled: string;
  cancel: string;
  cancel_text: string;
  cancel_confirm: string;
  cancel_button: string;
  cancel_unconfirmed: string;
  cancelled: string;
  timeline: string;
  timeline_clock: string;
  next: (amount: string) => string;
  next_retry: string;
  began: string;
  began_text: (price: string) => string;
  period: (number: number) => string;
  attempt: (number: number) => string;
  refunded: (amount: string) => string;
  mail: (what: string) => string;
  mails: Record<MailKind, string>;
  mail_status: Record<'queued' | 'sent' | 'failed', string>;
  callback: (type: string) => string;
  tries: (count: number) => string;
  ended: string;
  code_until: (date: string) => string;
  earlier: string;
  later: string;
};

export const SUBSCRIPTIONS: Record<Locale, SubscriptionTexts> = {
  fr: {
    title: 'Abonnements',
    empty: 'Pas encore d’abonnement.',
    empty_filter: 'Aucun abonnement ne correspond à ces critères.',
    columns: {
      reference: 'Référence',
      document: 'Document',
      own_reference: 'Votre référence',
      isp: 'Fournisseur',
      price: 'Prix',
      status: 'État',
      began: 'Début',
      next: 'Prochain paiement',
    },
    ended_on: (day) => `terminé le ${day}`,
    detail_title: (reference) => `Abonnement ${reference}`,
    summary: 'Résumé',
    facts: {
      price: 'Prix',
      document: 'Document',
      isp: 'Fournisseur',
      own_reference: 'Votre référence',
      code: 'Code d’accès',
      paid_until: 'Payé jusqu’au',
      next: 'Prochain paiement',
      ended: 'Fin',
      clock: 'Horloge de test',
      mandate: 'Mandat chez le fournisseur',
      sold: 'Vendu par',
      accepted: 'Accord de l’acheteur',
      id: 'Identifiant',
      paid_total: 'Encaissé',
    },
    sold_by: { checkout: 'la page de paiement', api: 'votre serveur (API)' },
    mandate_cancelled: 'annulé',
    cancel: 'Mettre fin à l’abonnement',
    cancel_text: 'Plus aucun paiement ne partira. Ce qui est payé reste utilisable jusqu’au bout de la période. C’est définitif.',
    cancel_confirm: 'Je veux mettre fin à cet abonnement',
    cancel_button: 'Mettre fin',
    cancel_unconfirmed: 'Cochez la case pour confirmer la fin.',
    cancelled: 'L’abonnement a pris fin. Le fournisseur en est averti.',
    timeline: 'Toute la vie de l’abonnement',
    timeline_clock: 'Les dates sont celles de l’horloge de test.',
    next: (amount) => `Prochain paiement\u00a0: ${amount}`,
    next_retry: 'Nouvel essai après un refus.',
    began: 'Abonnement souscrit',
    began_text: (price) => `À ${price}, jusqu’à ce que l’acheteur y mette fin.`,
    period: (number) => `Période ${number}`,
    attempt: (number) => `essai ${number}`,
    refunded: (amount) => `Remboursement de ${amount}`,
    mail: (what) => `Mail à l’acheteur\u00a0: ${what}`,
    mails: {
      purchase_codes: 'codes',
      subscription_started: 'début de l’abonnement',
      subscription_renewed: 'renouvellement',
      subscription_past_due: 'paiement refusé',
      subscription_ended: 'fin de l’abonnement',
      charge_refunded: 'remboursement',
    },
    mail_status: { queued: 'en attente d’envoi', sent: 'envoyé', failed: 'non remis' },
    callback: (type) => `Callback ${type}`,
    tries: (count) => (count === 1 ? '1 essai' : `${count} essais`),
    ended: 'Abonnement terminé',
    code_until: (date) => `Le code marche jusqu’au ${date}.`,
    earlier: 'Avant',
    later: 'Après',
  },
  en: {
    title: 'Subscriptions',
    empty: 'No subscription yet.',
    empty_filter: 'No subscription meets these conditions.',
    columns: {
      reference: 'Reference',
      document: 'Document',
      own_reference: 'Your reference',
      isp: 'Provider',
      price: 'Price',
      status: 'Status',
      began: 'Began',
      next: 'Next payment',
    },
    ended_on: (day) => `ended on ${day}`,
    detail_title: (reference) => `Subscription ${reference}`,
    summary: 'Summary',
    facts: {
      price: 'Price',
      document: 'Document',
      isp: 'Provider',
      own_reference: 'Your reference',
      code: 'Access code',
      paid_until: 'Paid until',
      next: 'Next payment',
      ended: 'End',
      clock: 'Test clock',
      mandate: 'Mandate at the provider',
      sold: 'Sold by',
      accepted: 'Consent of the buyer',
      id: 'Id',
      paid_total: 'Taken in',
    },
    sold_by: { checkout: 'the checkout page', api: 'your server (API)' },
    mandate_cancelled: 'cancelled',
    cancel: 'End the subscription',
    cancel_text: 'No payment will start any more. What is paid stays usable until its period is over. This can’t be undone.',
    cancel_confirm: 'I want to end this subscription',
    cancel_button: 'End it',
    cancel_unconfirmed: 'Tick the box to confirm the end.',
    cancelled: 'The subscription has ended. The provider is being told.',
    timeline: 'The whole life of the subscription',
    timeline_clock: 'Dates are those of the test clock.',
    next: (amount) => `Next payment: ${amount}`,
    next_retry: 'Another try after a refusal.',
    began: 'Subscription sold',
    began_text: (price) => `At ${price}, until the buyer ends it.`,
    period: (number) => `Period ${number}`,
    attempt: (number) => `attempt ${number}`,
    refunded: (amount) => `Refund of ${amount}`,
    mail: (what) => `Mail to the buyer: ${what}`,
    mails: {
      purchase_codes: 'codes',
      subscription_started: 'subscription begun',
      subscription_renewed: 'renewal',
      subscription_past_due: 'payment declined',
      subscription_ended: 'subscription ended',
      charge_refunded: 'refund',
    },
    mail_status: { queued: 'waiting to be sent', sent: 'sent', failed: 'not delivered' },
    callback: (type) => `Callback ${type}`,
    tries: (count) => (count === 1 ? '1 attempt' : `${count} attempts`),
    ended: 'Subscription ended',
    code_until: (date) => `The code works until ${date}.`,
    earlier: 'Earlier',
    later: 'Later',
  },
};
