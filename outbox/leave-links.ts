import type { LeaveRequestRow } from '../db/entities/leave-request.ts';
import { canonicalEmail } from '../domain/emails.ts';
import type { LeaveLinkFacts } from '../gateways/mail/leave-letter.ts';
import type { WrittenLetter } from '../gateways/mail/letters.ts';
import type { Line } from './dispatcher.ts';
import type { MailContext } from './send-mail.ts';

export type LeaveLinkContext = Pick<MailContext, 'unitOfWork' | 'vault' | 'mailer' | 'now' | 'public_url'> & {
  writeLeaveLetter: (facts: LeaveLinkFacts) => WrittenLetter;
};

const RETRY_MS = 20_000;
const HASHED_AT_ONCE = 200;

/**
 * The line of letters with the link that lists one's subscriptions. Whether there are any is looked at here and not when it is asked for, so that
 * the asker learns nothing. Of an address under which nothing runs nothing is kept. A letter that can't be sent is tried until its link is dead.
 */
export function leaveLinkLine(context: LeaveLinkContext): Line {
  const { unitOfWork } = context;
  return {
    name: 'leave links',
    claim: (claim) => unitOfWork.transaction((stores) => stores.leaveRequests.claimDue(claim)),
    // One that was done with meanwhile is not taken up again.
    hold: (id, held_until) =>
      unitOfWork.transaction(async (stores) => {
        const request = await stores.leaveRequests.find(id);
        if (request?.next_attempt_at) await stores.leaveRequests.update(id, { next_attempt_at: held_until });
      }),
    handle: (id) => sendLeaveLink(context, id),
  };
}

async function sendLeaveLink(context: LeaveLinkContext, id: string): Promise<void> {
  const { unitOfWork, vault, mailer, now, public_url, writeLeaveLetter } = context;
  const request = await unitOfWork.read((stores) => stores.leaveRequests.find(id));
  if (!request?.next_attempt_at || !request.key_wrapped || !request.email_sealed) return;
  await hashEarlierAddresses(context);
  const running = await unitOfWork.read((stores) => stores.leaveRequests.subscriptionsOf(request.email_hash, now()));
  const is_dead = request.expires_at.getTime() <= now().getTime();
  if (is_dead || !running.some(({ ended_at }) => !ended_at)) {
    return await unitOfWork.transaction((stores) => stores.leaveRequests.remove(id));
  }
  const path = request.locale === 'fr' ? 'resilier' : 'cancel';
  const leave_url = `${public_url}/${path}/${vault.leaveToken(id)}`;
  const letter = writeLeaveLetter({ locale: request.locale, leave_url, expires_at: request.expires_at });
  const message_id = `<${id}@${new URL(public_url).hostname}>`;
  try {
    await mailer.send({ ...letter, to: vault.open(request.key_wrapped, request.email_sealed), message_id });
  } catch (error) {
    const change: Partial<LeaveRequestRow> = { last_error: errorName(error), next_attempt_at: new Date(now().getTime() + RETRY_MS) };
    return await unitOfWork.transaction((stores) => stores.leaveRequests.update(id, change));
  }
  // The address has done its work; the page behind the link goes by the hash.
  const done = { sent_at: now(), next_attempt_at: null, email_sealed: null, key_wrapped: null, last_error: null };
  await unitOfWork.transaction((stores) => stores.leaveRequests.update(id, done));
}

/** Subscriptions that were sold before addresses were hashed get theirs when somebody looks for one; after the first time there are none left. */
async function hashEarlierAddresses({ unitOfWork, vault }: LeaveLinkContext): Promise<void> {
  for (;;) {
    const rows = await unitOfWork.read((stores) => stores.leaveRequests.unhashed(HASHED_AT_ONCE));
    if (rows.length === 0) return;
    await unitOfWork.transaction(async (stores) => {
      for (const { id, email_sealed, key_wrapped } of rows) {
        const address = canonicalEmail(vault.open(key_wrapped, email_sealed));
        await stores.leaveRequests.setEmailHash(id, vault.lookupHash('email', address));
      }
    });
  }
}

/** A mail server's own words may hold the address; its code doesn't. */
function errorName(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || 'unknown';
}
