import type { Tier } from '../domain/offers.ts';
import type { Mode } from '../domain/subscriptions.ts';
import type { Run } from './database.ts';
import { createHotCallbacks, type HotCallbacks } from './hot-callbacks.ts';
import { createHotMails, type HotMails } from './hot-mails.ts';
import { findPurchase, type WholePurchase } from './hot-purchases.ts';
import { claimRequest, finishRequest, type NewRequest } from './hot-requests.ts';
import type { Owner } from './stores/paging.ts';
import type { RequestKey } from './stores/requests.ts';
import { orEachAlone, TOGETHER, together } from './together.ts';
import { orUnavailable } from './unavailable.ts';

/** Whose key it is, and when a use of it was last noted. */
export type Caller = { key_id: string; mode: Mode; last_used_at: Date | null; merchant_id: string; merchant_name: string; tier: Tier };

/** A code as a merchant's server asks about it; `used_at` and `used_by` are written where it opens once. */
export type CodeQuestion = {
  code_hash: Uint8Array;
  merchant_id: string;
  mode: Mode;
  document_id: string;
  used_at: Date;
  used_by: string;
};

/** What the code was sold with, and what decides whether it opens. */
export type AskedCode =
  | { kind: 'one_shot'; purchase_id: string; outcome: 'consumed' | 'used' | 'refunded' }
  | { kind: 'subscription'; subscription_id: string; paid_until: Date | null; ended_at: Date | null; clock_now_at: Date | null };

/**
 * What most requests, and the outbox for each callback and letter, ask: past the ORM, one statement each; what is asked alike at the same time
 * goes in one statement for all (docs/decisions/0023).
 */
export type HotPaths = HotCallbacks &
  HotMails & {
    /** The live key with this hash and its merchant, as they are at some moment after the question. */
    findCaller(key_hash: Uint8Array): Promise<Caller | undefined>;
    /**
     * Finds a code of this document, and uses it up where it was sold for one use and is neither used nor wholly refunded. Of any number at
     * once exactly one is told `consumed`: the statement itself asks whether the code is unused. The same `used_by` again is the same use.
     */
    askCode(question: CodeQuestion): Promise<AskedCode | undefined>;
    findPurchase(wanted: Owner & { id: string }): Promise<WholePurchase | undefined>;
    /** True where the Idempotency-Key was free: of two requests at once with one key, one gets true. */
    claimRequest(row: NewRequest): Promise<boolean>;
    /** Keeps the answer under its key. */
    finishRequest(key: RequestKey, response: { status: number; sealed: Uint8Array }): Promise<void>;
  };

export function createHotPaths(run: Run): HotPaths {
  const findCaller = together((hashes: Uint8Array[]) => findCallers(run, hashes), TOGETHER);
  const askCode = together((questions: CodeQuestion[]) => orEachAlone((some) => askCodes(run, some), questions, DEADLOCK), TOGETHER);
  return {
    findCaller: (key_hash) => orUnavailable(findCaller(key_hash)),
    askCode: (question) => orUnavailable(askCode(question)),
    findPurchase: (wanted) => orUnavailable(findPurchase(run, wanted)),
    claimRequest: (row) => orUnavailable(claimRequest(run, row)),
    finishRequest: (key, response) => orUnavailable(finishRequest(run, key, response)),
    ...createHotCallbacks(run),
    ...createHotMails(run),
  };
}

const FIND_CALLERS = {
  name: 'find_callers',
  text: `select k.key_hash, k.id as key_id, k.mode, k.last_used_at, m.id as merchant_id, m.name as merchant_name, m.tier
    from api_key k join merchant m on m.id = k.merchant_id
    where k.key_hash = any($1::bytea[]) and k.revoked_at is null`,
};

async function findCallers(run: Run, hashes: readonly Uint8Array[]): Promise<(Caller | undefined)[]> {
  const names = hashes.map(nameOf);
  const distinct = new Map(names.map((name, place) => [name, hashes[place]]));
  const rows = await run<Caller & { key_hash: Buffer }>(FIND_CALLERS, [[...distinct.values()]]);
  const callers = new Map(rows.map(({ key_hash, ...caller }) => [nameOf(key_hash), caller]));
  return names.map((name) => callers.get(name));
}

const nameOf = (hash: Uint8Array) => Buffer.from(hash).toString('base64');

/**
 * One snapshot for all that is asked. A row that another statement locks is waited for and looked at again, as it then is: so whoever comes
 * second meets a used code, though its snapshot is older. Of two in one statement that ask for one code, one is written down.
 */
const ASK_CODES = {
  name: 'ask_codes',
  text: `with asked as (
      select q.place, q.used_at, q.used_by, c.id, c.purchase_id, c.subscription_id, s.paid_until, s.ended_at, t.now_at as clock_now_at,
        coalesce(h.refunded_cents = h.amount_cents, false) as refunded
      from unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
        with ordinality as q (code_hash, merchant_id, mode, document_id, used_at, used_by, place)
      join code c on c.code_hash = q.code_hash and c.merchant_id = q.merchant_id and c.mode = q.mode and c.document_id = q.document_id
      left join charge h on h.purchase_id = c.purchase_id
      left join subscription s on s.id = c.subscription_id
      left join test_clock t on t.id = s.test_clock_id
    ), consumed as (
      update code c set used_at = asked.used_at, used_by = asked.used_by
      from asked
      where c.id = asked.id and asked.purchase_id is not null and not asked.refunded and (c.used_at is null or c.used_by = asked.used_by)
      returning c.id, c.used_by
    )
    select asked.place::int, asked.purchase_id, asked.subscription_id, asked.paid_until, asked.ended_at, asked.clock_now_at, asked.refunded,
      consumed.id is not null as consumed
    from asked left join consumed on consumed.id = asked.id and consumed.used_by = asked.used_by`,
};

type AskedRow = {
  place: number;
  purchase_id: string | null;
  subscription_id: string | null;
  paid_until: Date | null;
  ended_at: Date | null;
  clock_now_at: Date | null;
  refunded: boolean;
  consumed: boolean;
};

/** Two processes that use up the same codes in another order can stand in each other's way; then each code is asked for alone. */
const DEADLOCK = /^40P01$/;

async function askCodes(run: Run, questions: readonly CodeQuestion[]): Promise<(AskedCode | undefined)[]> {
  const rows = await run<AskedRow>(ASK_CODES, [
    questions.map(({ code_hash }) => code_hash),
    questions.map(({ merchant_id }) => merchant_id),
    questions.map(({ mode }) => mode),
    questions.map(({ document_id }) => document_id),
    questions.map(({ used_at }) => used_at),
    questions.map(({ used_by }) => used_by),
  ]);
  const answers = new Map(rows.map((row) => [row.place, askedCode(row)]));
  return questions.map((_question, index) => answers.get(index + 1));
}

function askedCode({ purchase_id, subscription_id, refunded, consumed, ...period }: AskedRow): AskedCode {
  if (purchase_id !== null) return { kind: 'one_shot', purchase_id, outcome: refunded ? 'refunded' : consumed ? 'consumed' : 'used' };
  if (subscription_id === null) throw new Error('a code was sold with nothing');
  const { paid_until, ended_at, clock_now_at } = period;
  return { kind: 'subscription', subscription_id, paid_until, ended_at, clock_now_at };
}
