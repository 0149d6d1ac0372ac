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
