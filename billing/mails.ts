import type { MailRow } from '../db/entities/mail.ts';
import type { Stores } from '../db/stores/index.ts';
import type { LetterKind } from '../domain/mails.ts';
import type { Locale } from '../domain/subscriptions.ts';
import { newId } from '../vault/ids.ts';

type Letter = { kind: LetterKind; subject: { id: string; locale: Locale }; occasion: string; at: Date; now: Date };

/** Queues a letter in the caller's transaction. The occasion (a period, an attempt, the end) keeps it from being queued twice. */
export async function queueMail(stores: Stores, mail: Letter): Promise<void> {
  await stores.mails.insert(letter(mail));
}

/** The row of a letter, for the caller to write. */
export function letter({ kind, subject, occasion, at, now }: Letter): MailRow {
  return {
    id: newId('mail'),
    kind,
    subject_id: subject.id,
    occasion,
    locale: subject.locale,
    occurred_at: at,
    status: 'queued',
    attempts: 0,
    next_attempt_at: now,
    sent_at: null,
    last_error: null,
  };
}
