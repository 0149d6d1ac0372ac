export type Locale = 'fr' | 'en';
export type MandatePeriod = 'week' | 'month' | 'quarter';

const fr = {
  home_title: 'Les fournisseurs d’accès simulés',
  home_intro: 'Quatre fournisseurs d’accès à Internet, chacun avec ses propres comptes. Pour essayer : demo / demo.',
  account: 'Mon compte',
  confirm_payment: 'Confirmez votre achat',
  confirm_mandate: 'Confirmez votre abonnement',
  merchant: 'Marchand',
  product: 'Produit',
  amount: 'Montant',
  terms_payment: 'Le montant sera porté sur votre prochaine facture, sans frais supplémentaires.',
  terms_mandate:
    'Le premier montant, puis chaque renouvellement, seront portés sur votre facture, sans frais supplémentaires. Vous pouvez y mettre fin quand vous voulez, ici ou chez le marchand.',
  per: { week: 'par semaine', month: 'par mois', quarter: 'par trimestre' },
  per_unknown: 'à chaque échéance',
  identify: 'Identifiez votre ligne',
  username: 'Identifiant',
  password: 'Mot de passe',
  accept: 'Accepter',
  refuse: 'Refuser',
  wrong_login: 'L’identifiant ou le mot de passe n’est pas le bon.',
  bad_request: 'Cette demande n’est pas valable',
  bad_request_detail: 'Le lien qui vous a amené ici est incomplet ou mène à une adresse qui n’est pas admise.',
  form_expired: 'Ce formulaire n’est plus valable. Revenez à votre compte et recommencez.',
  log_in: 'Se connecter',
  log_out: 'Se déconnecter',
  purchases: 'Mes achats',
  no_purchases: 'Aucun achat pour le moment.',
  subscriptions: 'Mes abonnements',
  no_subscriptions: 'Aucun abonnement en cours.',
  since: 'depuis le',
  end: 'Résilier',
  ended: 'L’abonnement est résilié. Il ne sera plus rien prélevé.',
  date: 'Date',
  status: 'État',
  live: 'Cette page se met à jour toute seule.',
  other_locale: 'English',
  refunded: 'remboursé',
  statuses: {
    succeeded: 'payé',
    denied: 'refusé',
    reserved: 'réservé',
    cancelled: 'annulé',
    pending_validation: 'à valider',
  },
};

export type Texts = typeof fr;

const en: Texts = {
  home_title: 'The simulated internet providers',
  home_intro: 'Four internet providers, each with its own books. To try one: demo / demo.',
  account: 'My account',
  confirm_payment: 'Confirm your purchase',
  confirm_mandate: 'Confirm your subscription',
  merchant: 'Merchant',
  product: 'Product',
  amount: 'Amount',
  terms_payment: 'The amount goes on your next bill, at no extra fee.',
  terms_mandate:
    'The first amount, and then each renewal, goes on your bill, at no extra fee. You can end it whenever you want, here or with the merchant.',
  per: { week: 'per week', month: 'per month', quarter: 'per quarter' },
  per_unknown: 'at each renewal',
  identify: 'Identify your line',
  username: 'Username',
  password: 'Password',
  accept: 'Accept',
  refuse: 'Refuse',
  wrong_login: 'The username or the password is not right.',
  bad_request: 'This request is not valid',
  bad_request_detail: 'The link that brought you here is incomplete, or leads to an address that is not allowed.',
  form_expired: 'This form is no longer valid. Go back to your account and try again.',
  log_in: 'Log in',
  log_out: 'Log out',
  purchases: 'My purchases',
  no_purchases: 'No purchases yet.',
  subscriptions: 'My subscriptions',
  no_subscriptions: 'No active subscription.',
  since: 'since',
  end: 'End',
  ended: 'The subscription has ended. Nothing more will be charged.',
  date: 'Date',
  status: 'Status',
  live: 'This page updates by itself.',
  other_locale: 'Français',
  refunded: 'refunded',
  statuses: { succeeded: 'paid', denied: 'declined', reserved: 'reserved', cancelled: 'cancelled', pending_validation: 'to be validated' },
};

export const textsOf = (locale: Locale): Texts => (locale === 'fr' ? fr : en);

/** A date as people of this language read it, on the clock of Paris. */
export function displayedDate(instant_ms: number, locale: Locale): string {
  const format = { timeZone: 'Europe/Paris', dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', format).format(instant_ms);
}
