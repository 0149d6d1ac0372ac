import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { MAIL_KINDS, MERCHANT_MAIL_KINDS } from '../../domain/mails.ts';
import { id, instant, locale, reference } from './columns.ts';

/** A letter, queued in the transaction that makes it true. Its address and codes are read when it is sent, from their own rows. */
export const Mail = defineEntity({
  name: 'Mail',
  tableName: 'mail',
  // One letter of a kind about one subject and occasion, whatever is retried.
  uniques: [{ properties: ['kind', 'subject_id', 'occasion'] }],

  properties: {
    id: id(),
    kind: p.enum([...MAIL_KINDS, ...MERCHANT_MAIL_KINDS]).length(24),
    /** What it is about: a purchase, a subscription, a refund, a link to sign in with. */
    subject_id: reference().index(),
    occasion: p.string().length(48),
    locale: locale(),
    occurred_at: instant(),
    status: p.enum(['queued', 'sent', 'failed'] as const).length(8),
    attempts: p.integer(),
    next_attempt_at: instant().nullable(),
    sent_at: instant().nullable(),
    last_error: p.text().nullable(),
  },
});
export type MailRow = InferEntity<typeof Mail>;
