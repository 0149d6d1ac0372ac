import type { Tier } from '../../../domain/offers.ts';
import type { Locale, Mode } from '../../../domain/subscriptions.ts';
import type { ErrorKind } from '../../texts/texts.ts';
import type { NavigationName } from '../navigation.ts';

type Common = {
  brand: string;
  language_name: string;
  languages: string;
  skip: string;
  menu: string;
  close_menu: string;
  navigation_label: string;
  navigation: Record<NavigationName, string>;
  mode: string;
  modes: Record<Mode, string>;
  test_notice: string;
  tiers: Record<Tier, string>;
  change_merchant: string;
  sign_out: string;
  sign_out_everywhere: string;
  back_home: string;
  older: string;
  newest: string;
  copy: string;
  copied: string;
  details: string;
  optional: string;
  none: string;
  errors: Record<ErrorKind | 'foreign_form', { title: string; text: string }>;
};

/** What is said on every page of the console. */
export const COMMON: Record<Locale, Common> = {
  fr: {
    brand: 'Internet+ Marchands',
    language_name: 'Français',
    languages: 'Langue',
    skip: 'Aller au contenu',
    menu: 'Menu',
    close_menu: 'Fermer le menu',
    navigation_label: 'Espace marchand',
    navigation: {
      home: 'Aujourd’hui',
      transactions: 'Transactions',
      subscriptions: 'Abonnements',
      documents: 'Documents',
      payouts: 'Reversements',
      events: 'Événements',
      keys: 'Clés et secrets',
      clocks: 'Horloges de test',
      integration: 'Intégration',
    },
    mode: 'Données affichées',
    modes: { test: 'Test', live: 'Réel' },
    test_notice: 'Données de test\u00a0: aucun argent réel.',
    tiers: { standard: 'Offre Standard', premium: 'Offre Premium', prestige: 'Offre Prestige' },
    change_merchant: 'Changer de marchand',
    sign_out: 'Se déconnecter',
    sign_out_everywhere: 'Se déconnecter partout',
    back_home: 'Retour à l’accueil',
    older: 'Plus anciens',
    newest: 'Les plus récents',
    copy: 'Copier',
    copied: 'Copié',
    details: 'Détails',
    optional: 'facultatif',
    none: '–',
    errors: {
      not_found: {
        title: 'Page introuvable',
        text: 'Il n’y a rien à cette adresse, ou rien qui soit à ce marchand dans ce mode. Vérifiez le mode Test ou Réel en haut de page.',
      },
      bad_request: {
        title: 'Demande illisible',
        text: 'Ce que votre navigateur a envoyé ne peut pas être lu. Revenez en arrière et recommencez.',
      },
      refused: { title: 'Demande refusée', text: 'Ce que vous demandez n’est pas possible dans cet état. Rien n’a été changé.' },
      unavailable: {
        title: 'Un instant',
        text: 'Le service ne répond pas en ce moment. Rien n’est perdu\u00a0: réessayez dans quelques secondes.',
      },
      internal: { title: 'Une erreur est survenue', text: 'Ce n’est pas de votre fait. Réessayez\u00a0; si cela dure, écrivez-nous.' },
      foreign_form: {
        title: 'Formulaire refusé',
        text: 'Ce formulaire ne vient pas d’une page de votre session, ou votre session a changé depuis. Rien n’a été fait. Revenez en arrière, rechargez la page et recommencez.',
      },
    },
  },
  en: {
    brand: 'Internet+ Merchants',
    language_name: 'English',
    languages: 'Language',
    skip: 'Skip to the content',
    menu: 'Menu',
    close_menu: 'Close the menu',
    navigation_label: 'Merchant console',
    navigation: {
      home: 'Today',
      transactions: 'Transactions',
      subscriptions: 'Subscriptions',
      documents: 'Documents',
      payouts: 'Payouts',
      events: 'Events',
      keys: 'Keys and secrets',
      clocks: 'Test clocks',
      integration: 'Integration',
    },
    mode: 'Data shown',
    modes: { test: 'Test', live: 'Live' },
    test_notice: 'Test data: no real money.',
    tiers: { standard: 'Standard plan', premium: 'Premium plan', prestige: 'Prestige plan' },
    change_merchant: 'Change merchant',
    sign_out: 'Sign out',
    sign_out_everywhere: 'Sign out everywhere',
    back_home: 'Back to the start',
    older: 'Older',
    newest: 'Newest',
    copy: 'Copy',
    copied: 'Copied',
    details: 'Details',
    optional: 'optional',
    none: '–',
    errors: {
      not_found: {
        title: 'Page not found',
        text: 'There is nothing at this address, or nothing of this merchant in this mode. Check the Test or Live mode at the top of the page.',
      },
      bad_request: { title: 'Unreadable request', text: 'What your browser sent can’t be read. Go back and try again.' },
      refused: { title: 'Request refused', text: 'What you ask for is not possible as things stand. Nothing was changed.' },
      unavailable: { title: 'One moment', text: 'The service does not answer just now. Nothing is lost: try again in a few seconds.' },
      internal: { title: 'Something went wrong', text: 'It is not your doing. Try again; if it lasts, write to us.' },
      foreign_form: {
        title: 'Form refused',
        text: 'This form does not come from a page of your session, or your session has changed since. Nothing was done. Go back, reload the page and try again.',
      },
    },
  },
};
