import type { DisabledReason } from '../../../domain/callbacks.ts';
import type { Locale } from '../../../domain/subscriptions.ts';
import type { CallbackStatus } from '../../../usecases/callback-types.ts';
import type { DocumentField } from './form-values.ts';

type DocumentTexts = {
  title: string;
  empty: string;
  columns: Record<'name' | 'kind' | 'price' | 'callback' | 'changed', string>;
  kinds: Record<'one_shot' | 'rebilling', string>;
  create: Record<'one_shot' | 'rebilling', string>;
  create_title: Record<'one_shot' | 'rebilling', string>;
  rebilling_closed_title: string;
  rebilling_closed: string;
  codes_at: (price: string, count: number) => string;
  form: string;
  facts: Record<'id' | 'created' | 'changed', string>;
  name: string;
  name_hint: string;
  site_url: string;
  locale: string;
  locales: Record<Locale, string>;
  callback_url: string;
  callback_hint: string;
  price: string;
  price_hint: string;
  max_codes: string;
  max_codes_hint: string;
  offers: string;
  offers_hint: string;
  offer_price: (period: string) => string;
  ceiling: (price: string) => string;
  save: string;
  create_button: string;
  saved: string;
  created: string;
  preview: string;
  preview_hint: string;
  preview_title: string;
  refresh: string;
  wrong: Record<DocumentField, string>;
  wrong_title: string;
  callbacks: {
    title: string;
    status: string;
    statuses: Record<CallbackStatus, string>;
    failing_since: string;
    disabled_at: string;
    why: string;
    reasons: Record<DisabledReason, string>;
    checked: string;
    answer: string;
    ping: string;
    pinged: string;
    enable: string;
    enabled: string;
  };
};

export const DOCUMENTS: Record<Locale, DocumentTexts> = {
  fr: {
    title: 'Documents',
    empty: 'Pas encore de document. Un document dit ce que vous vendez, et à quel prix.',
    columns: { name: 'Nom', kind: 'Type', price: 'Prix', callback: 'Callback', changed: 'Modifié' },
    kinds: { one_shot: 'Codes', rebilling: 'Abonnement' },
    create: { one_shot: 'Nouveau document de codes', rebilling: 'Nouveau document d’abonnement' },
    create_title: { one_shot: 'Nouveau document de codes', rebilling: 'Nouveau document d’abonnement' },
    rebilling_closed_title: 'Les abonnements ne sont pas dans votre offre',
    rebilling_closed:
      'Le rebilling (une vente qui se renouvelle toute seule) engage l’acheteur dans la durée. Les fournisseurs d’accès ne l’ouvrent qu’aux marchands Premium et Prestige, dont l’activité est vérifiée. Écrivez-nous pour changer d’offre\u00a0: vos documents de codes restent comme ils sont.',
    codes_at: (price, count) => `${price} le code, ${count} au plus`,
    form: 'Ce que vous vendez',
    facts: { id: 'Identifiant', created: 'Créé', changed: 'Modifié' },
    name: 'Nom du service',
    name_hint: 'C’est ce que l’acheteur lit, et ce qui figure sur sa facture.',
    site_url: 'Adresse du site',
    locale: 'Langue par défaut',
    locales: { fr: 'Français', en: 'Anglais' },
    callback_url: 'Adresse de callback',
    callback_hint: 'Facultatif. Nous y annonçons chaque transaction, avec une signature.',
    price: 'Prix d’un code, en euros',
    price_hint: 'TVA comprise, au plus 30\u00a0€.',
    max_codes: 'Codes au plus par achat',
    max_codes_hint: 'Le total d’un achat ne dépasse jamais 30\u00a0€.',
    offers: 'Offres',
    offers_hint: 'Un prix laissé vide, et l’offre n’est plus proposée. Les abonnements en cours gardent le prix auquel ils ont été vendus.',
    offer_price: (period) => `${period}, prix en euros`,
    ceiling: (price) => `Au plus ${price}.`,
    save: 'Enregistrer',
    create_button: 'Créer le document',
    saved: 'Les modifications sont enregistrées.',
    created: 'Le document est créé.',
    preview: 'Aperçu de la page de paiement',
    preview_hint: 'Ce que l’acheteur verra. L’aperçu suit ce que vous écrivez.',
    preview_title: 'Aperçu de la page de paiement',
    refresh: 'Actualiser l’aperçu',
    wrong: {
      name: 'Écrivez un nom, en 120 signes au plus.',
      site_url: 'Écrivez une adresse complète, comme https://www.exemple.fr.',
      callback_url: 'Écrivez une adresse complète, comme https://www.exemple.fr/internetplus, ou rien.',
      price: 'Écrivez un prix en euros, de 0,01 à 30.',
      max_codes: 'Écrivez un nombre, de 1 à 1000.',
      offers: 'Écrivez au moins un prix, dans la limite de chaque rythme.',
    },
    wrong_title: 'Quelque chose est à corriger.',
    callbacks: {
      title: 'Callbacks de ce document',
      status: 'État',
      statuses: { none: 'Pas d’adresse', active: 'En service', failing: 'En échec', disabled: 'Désactivés' },
      failing_since: 'En échec depuis',
      disabled_at: 'Désactivés le',
      why: 'Pourquoi',
      reasons: { gone: 'votre serveur a répondu 410', failing: 'trois jours d’échecs' },
      checked: 'Dernier essai',
      answer: 'Réponse',
      ping: 'Essayer l’adresse',
      pinged: 'Un message d’essai a été envoyé\u00a0: la réponse est ci-dessous.',
      enable: 'Remettre en service',
      enabled: 'Les callbacks sont de nouveau envoyés. Livrez à nouveau ce qui manque depuis la page Événements.',
    },
  },
  en: {
    title: 'Documents',
    empty: 'No document yet. A document says what you sell, and at what price.',
    columns: { name: 'Name', kind: 'Kind', price: 'Price', callback: 'Callback', changed: 'Changed' },
    kinds: { one_shot: 'Codes', rebilling: 'Subscription' },
    create: { one_shot: 'New document for codes', rebilling: 'New document for subscriptions' },
    create_title: { one_shot: 'New document for codes', rebilling: 'New document for subscriptions' },
    rebilling_closed_title: 'Subscriptions are not part of your plan',
    rebilling_closed:
      'Rebilling (a sale that renews by itself) binds the buyer over time. Providers open it only to Premium and Prestige merchants, whose business has been checked. Write to us to change your plan: your documents for codes stay as they are.',
    codes_at: (price, count) => `${price} a code, at most ${count}`,
    form: 'What you sell',
    facts: { id: 'Id', created: 'Created', changed: 'Changed' },
    name: 'Name of the service',
    name_hint: 'What the buyer reads, and what stands on the invoice.',
    site_url: 'Address of the site',
    locale: 'Default language',
    locales: { fr: 'French', en: 'English' },
    callback_url: 'Callback URL',
    callback_hint: 'Optional. We tell it each transaction, signed.',
    price: 'Price of a code, in euros',
    price_hint: 'VAT included, at most €30.',
    max_codes: 'Codes at most per purchase',
    max_codes_hint: 'The total of a purchase never exceeds €30.',
    offers: 'Offers',
    offers_hint: 'Leave a price empty, and the offer is no longer sold. Running subscriptions keep the price that they were sold at.',
    offer_price: (period) => `${period}, price in euros`,
    ceiling: (price) => `At most ${price}.`,
    save: 'Save',
    create_button: 'Create the document',
    saved: 'The changes are saved.',
    created: 'The document is created.',
    preview: 'Preview of the checkout',
    preview_hint: 'What the buyer will see. It follows what you write.',
    preview_title: 'Preview of the checkout',
    refresh: 'Update the preview',
    wrong: {
      name: 'Write a name, of at most 120 characters.',
      site_url: 'Write a whole address, such as https://www.example.com.',
      callback_url: 'Write a whole address, such as https://www.example.com/internetplus, or nothing.',
      price: 'Write a price in euros, from 0.01 to 30.',
      max_codes: 'Write a number, from 1 to 1000.',
      offers: 'Write at least one price, within the limit of each rhythm.',
    },
    wrong_title: 'Something is to be corrected.',
    callbacks: {
      title: 'Callbacks of this document',
      status: 'Status',
      statuses: { none: 'No address', active: 'In service', failing: 'Failing', disabled: 'Disabled' },
      failing_since: 'Failing since',
      disabled_at: 'Disabled on',
      why: 'Why',
      reasons: { gone: 'your server answered 410', failing: 'three days of failures' },
      checked: 'Last try',
      answer: 'Answer',
      ping: 'Try the address',
      pinged: 'A message was sent to try it: the answer is below.',
      enable: 'Put back in service',
      enabled: 'Callbacks are sent again. Have what is missing delivered again from the page Events.',
    },
  },
};
