export type Language = 'fr' | 'en';

const french = {
  site: 'La Gazette des marées',
  tagline: 'Récits et cartes du littoral, payés sur la facture de votre fournisseur d’accès.',
  skip: 'Aller au contenu',
  home: 'Accueil',
  received: 'Notifications reçues',
  other_language: 'English',
  article_title: 'La nuit des grandes marées',
  article_teaser: 'Deux fois par an, la mer découvre un chemin que personne n’emprunte le reste du temps…',
  article_body:
    'Deux fois par an, la mer découvre un chemin que personne n’emprunte le reste du temps. Nous l’avons suivi à la lampe, de la pointe au phare, entre une heure et quatre heures du matin. Le sable garde les pas le temps d’un aller ; au retour il faut déjà lire les étoiles.',
  article_open: 'Votre code a ouvert cet article. Il ne servira plus.',
  code: 'Code',
  open_article: 'Lire l’article',
  buy_codes: 'Acheter des codes',
  each_code: 'le code, jusqu’à {max} par achat',
  area_title: 'L’espace des abonnés',
  area_teaser: 'Les cartes de la semaine, ouvertes tant que votre ticket est valable.',
  area_body: 'Cette semaine : coefficients 94 à 108. Basse mer à 13 h 42 samedi ; la passe du nord se traverse de 12 h 50 à 14 h 30.',
  area_open: 'Votre ticket est valable.',
  area_open_until: 'Votre ticket est valable jusqu’au {instant}.',
  area_needs_code: 'Entrez le code de votre ticket pour entrer.',
  open_area: 'Entrer',
  leave_area: 'Quitter l’espace des abonnés',
  get_ticket: 'Obtenir un ticket',
  week: 'par semaine',
  month: 'par mois',
  quarter: 'par trimestre',
  reason_unknown: 'Ce code n’existe pas pour ce contenu. Vérifiez la saisie.',
  reason_used: 'Ce code a déjà servi : un code ouvre une seule fois.',
  reason_expired: 'La période payée est terminée.',
  reason_ended: 'Cet abonnement est terminé.',
  code_missing: 'Entrez un code.',
  return_completed: 'Merci ! Votre achat est fait.',
  return_completed_detail: 'Votre code vous a été montré et envoyé par e-mail. Il s’utilise sur la page d’accueil.',
  return_open: 'L’achat n’est pas terminé.',
  return_open_detail: 'Rien ne s’est perdu : vous pouvez le reprendre là où vous en étiez.',
  return_resume: 'Reprendre l’achat',
  return_expired: 'Cet achat a expiré.',
  return_expired_detail: 'Vous pouvez recommencer depuis la page d’accueil.',
  order: 'Commande',
  notified: 'Le fournisseur de paiement nous l’a confirmé',
  received_intro: 'Ce que la facturation a annoncé à ce site, le plus récent d’abord. Chaque signature a été vérifiée.',
  received_none: 'Rien n’a encore été reçu.',
  column_type: 'Type',
  column_object: 'Objet',
  column_amount: 'Montant',
  column_reference: 'Référence',
  column_received: 'Reçu',
  column_deliveries: 'Livraisons',
  search_object: 'Identifiant d’achat ou d’abonnement',
  search: 'Chercher',
  error_unavailable: 'Le paiement est injoignable',
  error_unavailable_detail:
    'Le service de facturation ne répond pas. Rien n’est perdu : un achat déjà accepté reste valable et son code arrive par e-mail. Réessayez dans un instant.',
  error_refused: 'Le paiement n’a pas pu être préparé',
  error_refused_detail: 'Le service de facturation a refusé la demande de ce site ({code}). L’exploitant du site doit regarder.',
  error_throttled: 'Trop d’essais',
  error_throttled_detail: 'Attendez un peu avant d’essayer un autre code.',
  error_not_found: 'Cette page n’existe pas',
  error_bad_request: 'La demande n’est pas comprise',
  error_failed: 'Le site a rencontré une erreur',
};

export type Texts = typeof french;

const english: Texts = {
  site: 'The Tide Gazette',
  tagline: 'Stories and charts of the coast, paid on your internet provider’s bill.',
  skip: 'Skip to content',
  home: 'Home',
  received: 'Notifications received',
  other_language: 'Français',
  article_title: 'The night of the spring tide',
  article_teaser: 'Twice a year the sea uncovers a path that nobody walks the rest of the time…',
  article_body:
    'Twice a year the sea uncovers a path that nobody walks the rest of the time. We followed it by lamplight, from the headland to the lighthouse, between one and four in the morning. The sand keeps footprints for the way out; on the way back you already have to read the stars.',
  article_open: 'Your code has opened this article. It will not work again.',
  code: 'Code',
  open_article: 'Read the article',
  buy_codes: 'Buy codes',
  each_code: 'a code, up to {max} a purchase',
  area_title: 'The subscribers’ area',
  area_teaser: 'The charts of the week, open as long as your ticket is valid.',
  area_body: 'This week: coefficients 94 to 108. Low water at 13:42 on Saturday; the north passage can be crossed from 12:50 to 14:30.',
  area_open: 'Your ticket is valid.',
  area_open_until: 'Your ticket is valid until {instant}.',
  area_needs_code: 'Enter the code of your ticket to come in.',
  open_area: 'Come in',
  leave_area: 'Leave the subscribers’ area',
  get_ticket: 'Get a ticket',
  week: 'a week',
  month: 'a month',
  quarter: 'a quarter',
  reason_unknown: 'This code does not exist for this content. Check what you typed.',
  reason_used: 'This code has been used: a code opens once.',
  reason_expired: 'The paid period is over.',
  reason_ended: 'This subscription has ended.',
  code_missing: 'Enter a code.',
  return_completed: 'Thank you! Your purchase is done.',
  return_completed_detail: 'Your code was shown to you and sent by e-mail. Use it on the home page.',
  return_open: 'The purchase is not finished.',
  return_open_detail: 'Nothing is lost: you can go on where you were.',
  return_resume: 'Resume the purchase',
  return_expired: 'This purchase has expired.',
  return_expired_detail: 'You can start again from the home page.',
  order: 'Order',
  notified: 'The payment provider has confirmed it to us',
  received_intro: 'What billing told this site, newest first. Every signature was verified.',
  received_none: 'Nothing has been received yet.',
  column_type: 'Type',
  column_object: 'Object',
  column_amount: 'Amount',
  column_reference: 'Reference',
  column_received: 'Received',
  column_deliveries: 'Deliveries',
  search_object: 'Id of a purchase or subscription',
  search: 'Search',
  error_unavailable: 'Payment cannot be reached',
  error_unavailable_detail:
    'The billing service does not answer. Nothing is lost: a purchase already accepted stays valid and its code comes by e-mail. Try again in a moment.',
  error_refused: 'The payment could not be prepared',
  error_refused_detail: 'The billing service refused what this site asked ({code}). Whoever runs the site has to look.',
  error_throttled: 'Too many tries',
  error_throttled_detail: 'Wait a little before you try another code.',
  error_not_found: 'This page does not exist',
  error_bad_request: 'The request is not understood',
  error_failed: 'The site has failed',
};

export const TEXTS: Record<Language, Texts> = { fr: french, en: english };

/** Integer cents as people write euros. */
export function priceText(amount_cents: number, language: Language): string {
  const digits = String(amount_cents).padStart(3, '0');
  const euros = digits.slice(0, -2);
  const cents = digits.slice(-2);
  return language === 'fr' ? `${euros},${cents}\u00a0€` : `€${euros}.${cents}`;
}

/** An instant as a clock on a French wall shows it. */
export function instantText(instant: string, language: Language): string {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Paris' }).format(new Date(instant));
}
