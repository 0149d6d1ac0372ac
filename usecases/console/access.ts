import type { ConsoleSessionRow } from '../../db/entities/console.ts';
import type { Stores } from '../../db/stores/index.ts';
import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { newId, newSecret } from '../../vault/ids.ts';
import type { Vault } from '../../vault/vault.ts';
import { merchantUserHash } from '../merchant-users.ts';
import { notFound } from '../scope.ts';
import type { ConsoleAccess, ConsoleMerchant } from './types.ts';

const MINUTE_MS = 60_000;

/** A mailed link works this long, once. The letter says so. */
export const SIGN_IN_MINUTES = 15;
/** With one address at most so many links are asked for in the time that one works; more are answered the same, and not sent. */
const SIGN_INS_MAX = 5;
const SIGN_INS_KEPT_MS = 24 * 60 * MINUTE_MS;

const SESSION_SECONDS = 12 * 3_600;
const SESSION_IDLE_MS = 60 * MINUTE_MS;
/** `seen_at` is written this seldom. */
const SEEN_STEP_MS = MINUTE_MS;

type AccessContext = { unitOfWork: UnitOfWork; vault: Vault; now: () => Date };

/** Sign-in by a mailed link, and what follows from it. */
export function createConsoleAccess(context: AccessContext): ConsoleAccess {
  const { unitOfWork, vault, now } = context;
  const sessionHash = (session_token: string) => vault.lookupHash('console_session', session_token);
  const openSession = async (stores: Stores, session_token: string): Promise<ConsoleSessionRow> =>
    (await stores.console.openSession(sessionHash(session_token), sessionTimes(now()))) ?? notFound('session', 'of this browser');
  return {
    requestSignIn: (input) => requestSignIn(context, input),

    async isSignInOpen(token) {
      const hash = vault.lookupHash('console_sign_in', token);
      return (await unitOfWork.read((stores) => stores.console.openSignIn(hash, now()))) !== null;
    },

    signIn: (token) => signIn(context, token),

    async findSession(session_token) {
      return await unitOfWork.read(async (stores) => {
        const row = await stores.console.openSession(sessionHash(session_token), sessionTimes(now()));
        if (!row) return undefined;
        // Read anew each time: whoever was removed from a merchant is out with the next request.
        const merchants = await merchantsOf(stores, row.email_hash);
        if (merchants.length === 0) return undefined;
        if (now().getTime() - row.seen_at.getTime() > SEEN_STEP_MS) await stores.console.updateSession(row.id, { seen_at: now() });
        const merchant = merchants.find(({ id }) => id === row.merchant_id) ?? null;
        const csrf_token = Buffer.from(vault.lookupHash('console_csrf', session_token)).toString('base64url');
        const has_live = merchant !== null && (await stores.console.hasLive(merchant.id));
        return { merchant, merchants, mode: row.mode, has_live, csrf_token };
      });
    },

    async chooseMerchant(session_token, merchant_id) {
      await unitOfWork.transaction(async (stores) => {
        const { id, email_hash } = await openSession(stores, session_token);
        const merchants = await merchantsOf(stores, email_hash);
        if (!merchants.some((merchant) => merchant.id === merchant_id)) notFound('merchant', merchant_id);
        await stores.console.updateSession(id, { merchant_id, mode: 'test' });
      });
    },

    async chooseMode(session_token, mode) {
      await unitOfWork.transaction(async (stores) => {
        const { id } = await openSession(stores, session_token);
        await stores.console.updateSession(id, { mode });
      });
    },

    async signOut(session_token) {
      await unitOfWork.transaction((stores) => stores.console.deleteSession(sessionHash(session_token)));
    },

    async signOutEverywhere(session_token) {
      await unitOfWork.transaction(async (stores) => {
        const { email_hash } = await openSession(stores, session_token);
        await stores.console.deleteSessionsOf(email_hash);
      });
    },
  };
}

function sessionTimes(now: Date): { now: Date; seen_after: Date } {
  return { now, seen_after: new Date(now.getTime() - SESSION_IDLE_MS) };
}

/**
 * Writes the same rows whoever's address it is: whether it is anybody's is looked up by the worker that is to send the letter, so that
 * neither the answer nor its time tells.
 */
async function requestSignIn(
  { unitOfWork, vault, now }: AccessContext,
  input: Parameters<ConsoleAccess['requestSignIn']>[0],
): Promise<void> {
  const at = now();
  const email_hash = merchantUserHash(vault, input.email);
  const lasts_ms = SIGN_IN_MINUTES * MINUTE_MS;
  const id = newId('sgn');
  await unitOfWork.transaction(async (stores) => {
    await stores.console.forget({ asked_before: new Date(at.getTime() - SIGN_INS_KEPT_MS), now: at });
    if ((await stores.console.countSignIns(email_hash, new Date(at.getTime() - lasts_ms))) >= SIGN_INS_MAX) return;
    await stores.console.insertSignIn({
      id,
      token_hash: vault.lookupHash('console_sign_in', vault.signInToken(id)),
      email_hash,
      created_at: at,
      expires_at: new Date(at.getTime() + lasts_ms),
      used_at: null,
    });
    await stores.mails.insert({
      id: newId('mail'),
      kind: 'console_sign_in',
      subject_id: id,
      occasion: 'sign_in',
      locale: input.locale,
      occurred_at: at,
      status: 'queued',
      attempts: 0,
      next_attempt_at: at,
      sent_at: null,
      last_error: null,
    });
  });
}

async function signIn({ unitOfWork, vault, now }: AccessContext, token: string): ReturnType<ConsoleAccess['signIn']> {
  const at = now();
  const session_token = newSecret();
  const hash = vault.lookupHash('console_sign_in', token);
  return await unitOfWork.transaction(async (stores) => {
    const link = await stores.console.openSignIn(hash, at);
    if (!link || !(await stores.console.useSignIn(link.id, at))) return undefined;
    const merchants = await merchantsOf(stores, link.email_hash);
    if (merchants.length === 0) return undefined;
    await stores.console.insertSession({
      id: newId('ses'),
      token_hash: vault.lookupHash('console_session', session_token),
      email_hash: link.email_hash,
      merchant_id: merchants.length === 1 ? (merchants[0]?.id ?? null) : null,
      mode: 'test',
      created_at: at,
      seen_at: at,
      expires_at: new Date(at.getTime() + SESSION_SECONDS * 1_000),
    });
    return { session_token, lasts_seconds: SESSION_SECONDS };
  });
}

async function merchantsOf(stores: Stores, email_hash: Uint8Array): Promise<ConsoleMerchant[]> {
  const users = await stores.merchantUsers.ofEmail(email_hash);
  const merchants = await Promise.all(users.map((user) => stores.merchants.find(user.merchant_id)));
  return merchants.flatMap((merchant) => (merchant ? [{ id: merchant.id, name: merchant.name, tier: merchant.tier }] : []));
}
