import type { LetterTexts } from './texts.ts';

export const fr: LetterTexts = {
  greeting: 'Bonjour,',
  signature: 'Internet+',
  cancel_contract: 'Résilier votre contrat',
  facts: {
    service: 'Service',
    merchant: 'Marchand',
    site: 'Site',
    quantity: 'Nombre de codes',
    paid: 'Montant payé',
    refunded: 'Montant remboursé',
    price: 'Prix',
    period: 'Période payée',
    next_charge: 'Prochain paiement',
    isp: 'Fournisseur d’accès',
    reference: 'Référence',
  },
  colon: '\u00a0: ',
  rhythm: {
    week: (price) => `${price} par semaine`,
    month: (price) => `${price} par mois`,
    quarter: (price) => `${price} par trimestre`,
  },
  span: (start, end) => `du ${start} au ${end}`,
  your_codes: (count) => (count === 1 ? 'Votre code' : 'Vos codes'),
  your_code: 'Votre code',
  same_code: 'Ce code reste le même pendant tout l’abonnement.',
  on_invoice: (isp) => `Le montant figure sur votre facture ${isp}, sans frais supplémentaires.`,
  leave: 'Vous pouvez mettre fin à l’abonnement quand vous voulez, avec effet immédiat, sur cette page\u00a0:',
  leave_link: 'Mettre fin à l’abonnement',
  leave_elsewhere: (isp) => `Vous pouvez aussi y mettre fin depuis votre espace client ${isp}. Ce qui est payé reste utilisable.`,
  purchase_codes: {
    subject: (service) => `Vos codes d’accès pour ${service}`,
    intro: 'Merci pour votre achat. Voici ce que vous avez acheté.',
    once: 'Chaque code sert une seule fois.',
    no_renewal: 'C’est un achat unique\u00a0: rien ne sera renouvelé, et il n’y a rien à résilier.',
  },
  subscription_started: {
    subject: (service) => `Votre abonnement à ${service} a commencé`,
    intro: 'Votre abonnement a commencé. Il se renouvelle tout seul jusqu’à ce que vous y mettiez fin.',
  },
  subscription_renewed: {
    subject: (service) => `Votre abonnement à ${service} est renouvelé`,
    intro: 'Votre abonnement a été renouvelé pour une nouvelle période.',
  },
  subscription_past_due: {
    subject: (service) => `Le paiement de votre abonnement à ${service} n’a pas abouti`,
    intro: 'Le renouvellement de votre abonnement n’a pas pu être payé.',
    reasons: {
      insufficient_ceiling: 'Le plafond d’achats de votre ligne est atteint.',
      line_suspended: 'Votre ligne est suspendue en ce moment.',
      line_closed: 'Votre ligne n’est plus en service.',
      purchases_blocked: 'Les achats Internet+ sont bloqués sur votre ligne.',
      mandate_revoked: 'L’autorisation de paiement a été retirée chez votre fournisseur d’accès.',
      token_rejected: 'Votre fournisseur d’accès n’a pas reconnu l’autorisation de paiement.',
      monthly_cap_reached: 'Vos achats de ce mois ont atteint la limite légale de 300\u00a0€.',
      not_charged: 'Votre fournisseur d’accès n’a pris aucun paiement.',
      expired: 'Le temps donné pour le paiement est passé.',
      unknown: 'Votre fournisseur d’accès a refusé le paiement sans dire pourquoi.',
    },
    retry: (date) => `Nous réessaierons le ${date}. Vous n’avez rien à faire si votre ligne permet alors le paiement.`,
    last_retry: 'Ce sera le dernier essai\u00a0: s’il est refusé, l’abonnement prendra fin.',
    no_retry: 'Nous ne réessaierons pas.',
    code_in_grace: 'Votre code continue de marcher en attendant.',
  },
  subscription_ended: {
    subject: (service) => `Votre abonnement à ${service} a pris fin`,
    reasons: {
      unsubscribed: 'Votre abonnement a pris fin, comme demandé.',
      mandate_revoked: 'Votre abonnement a pris fin\u00a0: l’autorisation de paiement a été retirée chez votre fournisseur d’accès.',
      declined: 'Votre abonnement a pris fin\u00a0: votre fournisseur d’accès a définitivement refusé le paiement.',
      dunning_exhausted: 'Votre abonnement a pris fin\u00a0: le paiement a été refusé à chaque essai.',
      not_charged: 'Votre abonnement a pris fin avant d’avoir commencé\u00a0: votre fournisseur d’accès n’a pris aucun paiement.',
      expired: 'Votre abonnement a pris fin avant d’avoir commencé\u00a0: le temps donné pour le premier paiement est passé.',
    },
    no_more_charges: 'Aucun paiement ne sera plus demandé.',
    code_until: (date) => `Votre code marche encore jusqu’au ${date}\u00a0: cette période est payée.`,
    code_stopped: 'Votre code ne marche plus.',
    nothing_to_do: 'Vous n’avez rien d’autre à faire.',
  },
  leave_request: {
    subject: 'Votre lien pour résilier',
    intro: 'Vous avez demandé à retrouver vos abonnements Internet+. Cette page les montre et permet de mettre fin à chacun\u00a0:',
    link: 'Voir mes abonnements',
    until: (time) =>
      `Ce lien marche jusqu’à ${time}, heure de Paris. Rien ne change tant que vous n’appuyez pas sur un bouton de cette page.`,
    not_you: 'Vous n’avez rien demandé\u00a0? Ignorez ce message\u00a0: rien ne sera fait.',
  },
  console_sign_in: {
    subject: 'Connexion à votre espace marchand',
    intro: 'Ouvrez cette page et confirmez-y la connexion\u00a0:',
    link: 'Se connecter à l’espace marchand',
    lasts: (minutes) =>
      `Le lien sert une seule fois, pendant ${minutes} minutes. Gardez-le pour vous\u00a0: qui l’a peut se connecter à votre place.`,
    unasked: 'Si vous n’avez rien demandé, vous pouvez ignorer ce message\u00a0: rien ne se passe sans cette page.',
  },
  callbacks_disabled: {
    subject: (service) => `Les callbacks de ${service} sont désactivés`,
    reasons: {
      gone: ({ service, host, since }) =>
        `Le ${since}, ${host} a répondu «\u00a0410 Gone\u00a0» à un callback du document «\u00a0${service}\u00a0». Comme cette réponse le demande, nous n’en envoyons plus.`,
      failing: ({ service, host, since }) =>
        `Depuis le ${since}, ${host} n’a accepté aucun callback du document «\u00a0${service}\u00a0». Après tous ces essais, nous n’en envoyons plus.`,
    },
    kept: 'Les ventes continuent, et rien n’est perdu\u00a0: chaque événement est gardé, avec ses essais de livraison.',
    enable: (document) =>
      `Quand votre serveur répond de nouveau, réactivez les callbacks\u00a0: POST /v1/documents/${document}/callbacks/enable. Donner une autre URL de callback au document les réactive aussi.`,
    redeliver: 'Les événements gardés se renvoient ensuite un par un, ou tous à la fois\u00a0: POST /v1/events/redeliver.',
    link: { intro: 'Le document dans votre espace marchand\u00a0:', label: 'Voir le document' },
  },
  charge_refunded: {
    subject: (service) => `Vous êtes remboursé pour ${service}`,
    intro: 'Un de vos paiements vous a été remboursé.',
    where: (isp) => `Le remboursement figurera sur l’une de vos prochaines factures ${isp}. Vous n’avez rien à faire.`,
  },
};
