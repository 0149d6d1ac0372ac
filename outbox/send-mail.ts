import type { MailRow } from '../db/entities/mail.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { LetterKind } from '../domain/mails.ts';
import type { FactsOf } from '../gateways/mail/facts.ts';
import type { WrittenLetter } from '../gateways/mail/letters.ts';
import type { Letter } from '../gateways/mail/mailer.ts';
import type { Vault } from '../vault/vault.ts';
import type { Line } from './dispatcher.ts';
import { letterFacts } from './letter-facts.ts';

export type MailContext = {
  unitOfWork: UnitOfWork;
  vault: Vault;
  mailer: { send(letter: Letter): Promise<{ message_id: string }> };
  /** Writes subject, text, HTML and headers of a letter. */
  writeLetter: <K extends LetterKind>(kind: K, facts: FactsOf[K]) => WrittenLetter;
  now: () => Date;
  public_url: string;
};

const GIVE_UP_AFTER_ATTEMPTS = 16;
const FIRST_RETRY_MS = 30_000;
const RETRY_MS_MAX = 6 * 3_600_000;

/**
 * The line of letters. What can't be sent at this moment is tried again with growing delays for a day and a half, then marked as failed; what
 * the mail server refuses for good is marked at once.
 */
export function mailLine(context: MailContext): Line {
  const { unitOfWork } = context;
  const host = new URL(context.public_url).hostname;
  return {
    name: 'mails',
    claim: (claim) => unitOfWork.hot.claimMails(claim),
    hold: (mail_id, held_until) => unitOfWork.transaction((stores) => stores.mails.update(mail_id, { next_attempt_at: held_until })),
    handle: (mail_id) => sendMail({ ...context, host }, mail_id),
  };
}

async function sendMail(context: MailContext & { host: string }, mail_id: string): Promise<void> {
  const { unitOfWork, mailer, now } = context;
  const found = await unitOfWork.hot.findLetter(mail_id);
  const { mail } = found;
  if (mail.status !== 'queued') return;
  const written = await letterFacts(context, found);
  if (written === 'nobody') return await unitOfWork.transaction((stores) => stores.mails.remove(mail.id));
  if (!written) return await settle(context, mail, { status: 'failed', last_error: 'the buyer was erased', next_attempt_at: null });
  // The same Message-ID whenever it is sent: a mail server or a reader knows a repeated letter for the same.
  const message_id = `<${mail.id}@${context.host}>`;
  try {
    await mailer.send({ ...written.letter, to: written.to, message_id });
  } catch (error) {
    const failed = isRefusedForGood(error) || mail.attempts >= GIVE_UP_AFTER_ATTEMPTS;
    const delay_ms = Math.min(FIRST_RETRY_MS * 2 ** (mail.attempts - 1), RETRY_MS_MAX);
    const next_attempt_at = failed ? null : new Date(now().getTime() + delay_ms);
    return await settle(context, mail, { status: failed ? 'failed' : 'queued', last_error: errorCode(error), next_attempt_at });
  }
  await unitOfWork.hot.markSent({ mail_id, sent_at: now() });
}

async function settle({ unitOfWork }: MailContext, mail: { id: string }, change: Partial<MailRow>): Promise<void> {
  await unitOfWork.transaction((stores) => stores.mails.update(mail.id, change));
}

/**
 * RFC 5321: a 5yz answer means that this letter will never be taken, and 4yz that it may be later. Only answers about the recipient or about
 * the letter itself count: a sender or credentials that are refused are ours to mend, and the letter waits for that.
 */
function isRefusedForGood(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: unknown; command?: unknown };
  const is_permanent = typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600;
  return is_permanent && (command === 'RCPT TO' || command === 'DATA');
}

/** A mail server's own words may hold the address; its code doesn't. */
function errorCode(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || 'unknown';
}
