import type { DatabaseSync } from 'node:sqlite';
import { newIdentifier, secretHash } from './identifiers.ts';

export type TokenKind = 'one_shot' | 'mandate';
export type MandatePeriod = 'week' | 'month' | 'quarter';

/** What a subscriber gave by accepting on the hosted page. Its life is real time, whatever clock a payment is booked on. */
export interface SubscriberToken {
  readonly token_hash: string;
  readonly line: string;
  readonly kind: TokenKind;
  /** The amount that the subscriber accepted, for each payment; null: any. */
  readonly amount_max_cents: bigint | null;
  readonly merchant_name: string | null;
  /** How often a mandate may charge, as the hosted page said it. */
  readonly period: MandatePeriod | null;
  readonly expires_at_ms: number;
  /** When a payment succeeded with it, or the mandate was made. */
  readonly used_at_ms: number | null;
}

interface TokenRow extends Omit<SubscriberToken, 'amount_max_cents'> {
  readonly amount_max_cents: number | null;
}

export interface TokenGrant {
  readonly line: string;
  readonly kind: TokenKind;
  readonly amount_max_cents: bigint | null;
  readonly merchant_name: string | null;
  readonly period: MandatePeriod | null;
  readonly ttl_seconds: number;
}

export const TOKEN_TTL_SECONDS = 900;

/** Why a token cannot be used any more; undefined while it can. */
export function tokenState(token: SubscriberToken | undefined, now_ms: number): 'unknown' | 'used' | 'expired' | undefined {
  if (!token) return 'unknown';
  if (token.used_at_ms !== null) return 'used';
  return token.expires_at_ms <= now_ms ? 'expired' : undefined;
}

export function createTokens(database: DatabaseSync) {
  const byHash = database.prepare('SELECT * FROM tokens WHERE token_hash = ?');
  const insert = database.prepare(
    'INSERT INTO tokens (token_hash, line, kind, amount_max_cents, merchant_name, period, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const use = database.prepare('UPDATE tokens SET used_at_ms = ? WHERE token_hash = ? AND used_at_ms IS NULL');

  return {
    find(token: string): SubscriberToken | undefined {
      const row = byHash.get(secretHash(token)) as TokenRow | undefined;
      return row && { ...row, amount_max_cents: row.amount_max_cents === null ? null : BigInt(row.amount_max_cents) };
    },
    /** A new token; the text leaves with the subscriber and only its hash stays. */
    grant(grant: TokenGrant): string {
      const token = newIdentifier('st');
      const expires_at_ms = Date.now() + grant.ttl_seconds * 1000;
      insert.run(secretHash(token), grant.line, grant.kind, grant.amount_max_cents, grant.merchant_name, grant.period, expires_at_ms);
      return token;
    },
    /** Spends the token. A token that is spent already is a broken invariant: the caller looked at it in the same transaction. */
    spend(token: SubscriberToken): void {
      if (use.run(Date.now(), token.token_hash).changes !== 1) throw new Error('A subscriber token was spent twice');
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;
