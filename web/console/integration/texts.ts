import type { Locale } from '../../../domain/subscriptions.ts';

type IntegrationTexts = {
  title: string;
  intro: string;
  document: string;
  choose: string;
  no_documents: string;
  key_hint: string;
  steps: Record<'link' | 'curl' | 'node' | 'php' | 'validate', { title: string; text: string }>;
  reference: string;
};

export const INTEGRATION: Record<Locale, IntegrationTexts> = {
  fr: {
    title: 'Intégration',
    intro:
      'Quatre étapes, du bouton à la vérification du callback. Les extraits contiennent déjà vos identifiants\u00a0: il n’y a qu’à les copier.',
    document: 'Pour le document',
    choose: 'Afficher',
    no_documents: 'Créez d’abord un document\u00a0: les extraits contiendront son identifiant.',
    key_hint: 'Votre clé n’est montrée qu’à sa création, sur la page Clés et secrets. Gardez-la sur votre serveur, jamais dans une page.',
    steps: {
      curl: {
        title: '1. Ouvrir une page de paiement',
        text: 'Votre serveur la demande, et reçoit une adresse (url) pour cet acheteur. Avec la même Idempotency-Key, une demande répétée ne crée rien de plus.',
      },
      link: {
        title: '2. Le bouton',
        text: 'Le formulaire appelle votre serveur, qui ouvre la page de paiement et y renvoie (303). Il marche sans JavaScript\u00a0; le script lui donne l’allure du bouton et ouvre une fenêtre à côté de votre page.',
      },
      node: { title: 'La même chose avec Node', text: 'Avec le client typé du projet (dossier client/).' },
      php: {
        title: '3. Vérifier un callback',
        text: 'Chaque transaction est annoncée à votre adresse de callback, signée (Standard Webhooks). Vérifiez la signature avant d’y croire.',
      },
      validate: {
        title: '4. Accepter un code',
        text: 'L’acheteur tape son code sur votre site\u00a0; votre serveur le fait valider. Un code acheté à l’unité n’ouvre qu’une fois.',
      },
    },
    reference: 'Toutes les opérations de l’API',
  },
  en: {
    title: 'Integration',
    intro: 'Four steps, from the button to checking a callback. The snippets hold your own ids already: copy them.',
    document: 'For the document',
    choose: 'Show',
    no_documents: 'Create a document first: the snippets will hold its id.',
    key_hint: 'Your key is shown once, when it is created, on the page Keys and secrets. Keep it on your server, never in a page.',
    steps: {
      curl: {
        title: '1. Open a checkout',
        text: 'Your server asks for it, and gets an address (url) for this buyer. With the same Idempotency-Key, a repeated request creates nothing more.',
      },
      link: {
        title: '2. The button',
        text: 'The form calls your server, which opens the checkout and redirects there (303). It works without JavaScript; the script gives it the look of the button and opens a window beside your page.',
      },
      node: { title: 'The same with Node', text: 'With the typed client of the project (folder client/).' },
      php: {
        title: '3. Check a callback',
        text: 'Each transaction is told to your callback URL, signed (Standard Webhooks). Check the signature before you believe it.',
      },
      validate: {
        title: '4. Accept a code',
        text: 'The buyer types the code on your site; your server has it validated. A code bought singly opens once.',
      },
    },
    reference: 'All operations of the API',
  },
};
