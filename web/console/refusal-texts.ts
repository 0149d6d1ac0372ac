import type { RefusalCode } from '../../domain/refusals.ts';
import { Refusal } from '../../domain/refusals.ts';
import type { Locale } from '../../domain/subscriptions.ts';

/** Refusals that a person at the console can meet and do something about. */
const SENTENCES: Partial<Record<RefusalCode, Record<Locale, string>>> = {
  rebilling_requires_premium: {
    fr: 'Les documents de rebilling sont réservés aux offres Premium et Prestige.',
    en: 'Rebilling documents are for the Premium and Prestige plans.',
  },
  offer_price_above_ceiling: {
    fr: 'Un prix dépasse le plafond\u00a0: 5\u00a0€ par semaine, 10\u00a0€ par mois, 25\u00a0€ par trimestre.',
    en: 'A price is above the ceiling: €5 a week, €10 a month, €25 a quarter.',
  },
  callback_url_not_allowed: {
    fr: 'L’URL de callback doit être une URL https d’une adresse publique.',
    en: 'A callback URL must be an https URL of a public address.',
  },
  callback_url_missing: { fr: 'Le document n’a pas d’URL de callback.', en: 'The document has no callback URL.' },
  callbacks_disabled: {
    fr: 'Les callbacks du document sont désactivés : réactivez-les d’abord.',
    en: 'The document’s callbacks are disabled: enable them first.',
  },
  one_shot_price_above_ceiling: { fr: 'Un code coûte au plus 30\u00a0€.', en: 'A code costs at most €30.' },
  charge_not_refundable: {
    fr: 'Cette transaction ne peut pas être remboursée\u00a0: elle n’est pas payée, ou elle est déjà remboursée en entier.',
    en: 'This transaction can’t be refunded: it is not paid, or it has been refunded wholly.',
  },
  refund_above_remaining: {
    fr: 'Le montant dépasse ce qui reste à rembourser.',
    en: 'The amount is above what is left to refund.',
  },
  too_many_keys: {
    fr: 'Vous avez déjà le nombre le plus grand de clés actives\u00a0: révoquez-en une d’abord.',
    en: 'You have the largest number of active keys already: revoke one first.',
  },
  secret_rotation_in_progress: {
    fr: 'Deux secrets signent déjà\u00a0: retirez l’ancien, ou attendez qu’il s’arrête.',
    en: 'Two secrets sign already: retire the older one, or wait until it stops.',
  },
  secret_is_the_last: {
    fr: 'C’est le seul secret qui signe\u00a0: créez-en un autre d’abord.',
    en: 'It is the only secret that signs: create another first.',
  },
  payout_in_live_mode: {
    fr: 'En mode Réel, les relevés s’établissent seuls, après la fin du mois.',
    en: 'In Live mode statements are made by themselves, after the end of the month.',
  },
  payout_nothing_due: { fr: 'Rien n’est dû pour ce mois.', en: 'Nothing is due for this month.' },
  test_clock_in_live_mode: { fr: 'Les horloges de test n’existent qu’en mode Test.', en: 'Test clocks exist in Test mode only.' },
  test_clock_not_forward: { fr: 'Une horloge n’avance que vers le futur.', en: 'A clock only goes forward.' },
  test_clock_advancing: {
    fr: 'L’horloge avance déjà\u00a0: attendez qu’elle soit arrivée.',
    en: 'The clock is on its way: wait until it has arrived.',
  },
};

/** What to say of a refusal in place; throws on what a page of its own must say. */
export function refusalSentence(error: unknown, locale: Locale): string {
  const sentence = error instanceof Refusal ? SENTENCES[error.code]?.[locale] : undefined;
  if (sentence === undefined) throw error;
  return sentence;
}
