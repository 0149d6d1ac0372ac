import type { LeaveRequestRow } from '../db/entities/leave-request.ts';
import { parseCode } from '../domain/codes.ts';
import { canonicalEmail } from '../domain/emails.ts';
import { newId } from '../vault/ids.ts';
import type { UseCaseContext } from './context.ts';
import type { LeavePage, LeavingUseCases } from './leaving-types.ts';
import { notFound } from './scope.ts';
import { endNow, viewUnsubscribePage } from './subscriptions.ts';

/** Long enough for a slow mail server, short enough for a mailbox that others read too. */
const LINK_LIFETIME_MS = 60 * 60_000;

/** For so long a subscription that was ended is still shown, as ended. */
const ENDED_SHOWN_MS = 24 * 3_600_000;

/** A dead link is told to be dead for a while, instead of being unknown. */
const REMEMBERED_MS = 24 * 3_600_000;

export function createLeavingUseCases(context: UseCaseContext): LeavingUseCases {
  const { unitOfWork, vault, now } = context;
  const open = async (token: string): Promise<LeaveRequestRow> => {
    const hash = vault.lookupHash('leave_link', token);
    return (await unitOfWork.read((stores) => stores.leaveRequests.findByToken(hash))) ?? notFound('request', 'of this link');
  };
  const isExpired = ({ expires_at }: LeaveRequestRow) => expires_at.getTime() <= now().getTime();
  return {
    async findByCode(code) {
      const canonical = parseCode(code);
      if (canonical === undefined) return { kind: 'unknown' };
      const row = await unitOfWork.read((stores) => stores.codes.findByHash(vault.lookupHash('code', canonical)));
      if (!row) return { kind: 'unknown' };
      return row.subscription_id ? { kind: 'subscription', token: vault.unsubscribeToken(row.subscription_id) } : { kind: 'one_shot' };
    },

    async requestLeaveLink({ email, locale }) {
      const id = newId('lve');
      const key_wrapped = vault.newWrappedKey();
      const created_at = now();
      await unitOfWork.transaction(async (stores) => {
        await stores.leaveRequests.removeExpired(new Date(created_at.getTime() - REMEMBERED_MS));
        await stores.leaveRequests.insert({
          id,
          email_hash: vault.lookupHash('email', canonicalEmail(email)),
          email_sealed: vault.seal(key_wrapped, email.trim()),
          key_wrapped,
          token_hash: vault.lookupHash('leave_link', vault.leaveToken(id)),
          locale,
          attempts: 0,
          next_attempt_at: created_at,
          last_error: null,
          sent_at: null,
          expires_at: new Date(created_at.getTime() + LINK_LIFETIME_MS),
          created_at,
        });
      });
    },

    async showLeavePage(token) {
      const request = await open(token);
      return isExpired(request) ? { kind: 'expired', locale: request.locale } : await viewLeavePage(context, request);
    },

    async endFromLeavePage(token, subscription_id) {
      const request = await open(token);
      if (isExpired(request)) return { kind: 'expired', locale: request.locale };
      const subscriptions = await ofRequest(context, request);
      if (!subscriptions.some(({ id }) => id === subscription_id)) notFound('subscription', subscription_id);
      await endNow(context, subscription_id, 'email_link');
      return await viewLeavePage(context, request);
    },
  };
}

function ofRequest({ unitOfWork, now }: UseCaseContext, { email_hash }: LeaveRequestRow) {
  const ended_after = new Date(now().getTime() - ENDED_SHOWN_MS);
  return unitOfWork.read((stores) => stores.leaveRequests.subscriptionsOf(email_hash, ended_after));
}

async function viewLeavePage(context: UseCaseContext, request: LeaveRequestRow): Promise<LeavePage> {
  const rows = await ofRequest(context, request);
  return { kind: 'open', locale: request.locale, subscriptions: await Promise.all(rows.map((row) => viewUnsubscribePage(context, row))) };
}
