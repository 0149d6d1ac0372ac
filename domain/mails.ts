/** The letters that buyers get. Each is written as a row in the transaction that makes it true, and sent from there. */
export const MAIL_KINDS = [
  'purchase_codes',
  'subscription_started',
  'subscription_renewed',
  'subscription_past_due',
  'subscription_ended',
  'charge_refunded',
] as const;

export type MailKind = (typeof MAIL_KINDS)[number];

/** The letters that merchants' people get. */
export const MERCHANT_MAIL_KINDS = ['console_sign_in', 'callbacks_disabled'] as const;

export type MerchantMailKind = (typeof MERCHANT_MAIL_KINDS)[number];

export type LetterKind = MailKind | MerchantMailKind;

/** Whether a letter goes to a buyer, and so belongs to what was sold. */
export function isBuyersMail(kind: LetterKind): kind is MailKind {
  return (MAIL_KINDS as readonly string[]).includes(kind);
}
