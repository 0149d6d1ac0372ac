import type { DatabaseSync } from 'node:sqlite';
import { newIdentifier } from './identifiers.ts';
import type { Sink } from './notifications.ts';
import { rfc3339 } from './time.ts';
import type { MandatePeriod, SubscriberToken } from './tokens.ts';

export type MandateStatus = 'active' | 'cancelled' | 'revoked';

/** A subscriber's standing consent to be charged; the merchant's side cancels it, the subscriber revokes it. */
export interface Mandate {
  readonly mandate_id: string;
  readonly line: string;
  readonly subscriber_reference: string;
  readonly reference_code: string;
  readonly description: string;
  readonly merchant_name: string | null;
  readonly amount_max_cents: bigint | null;
  /** The rhythm that the subscriber accepted; null where the hosted page was not told one. */
  readonly period: MandatePeriod | null;
  readonly status: MandateStatus;
  readonly created_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly sink: string | null;
  readonly sink_token: string | null;
}

interface MandateRow extends Omit<Mandate, 'amount_max_cents'> {
  readonly amount_max_cents: number | null;
}

export interface MandateOrder {
  readonly token: SubscriberToken;
  readonly reference_code: string;
  readonly description: string;
  readonly sink: Sink | null;
  readonly created_at_ms: number;
}

const mandateOf = (row: MandateRow): Mandate => ({
  ...row,
  amount_max_cents: row.amount_max_cents === null ? null : BigInt(row.amount_max_cents),
});

/** What clients are told of a mandate. */
export function mandateBody(mandate: Mandate) {
  const ended =
    mandate.ended_at_ms === null
      ? {}
      : { [`${mandate.status === 'revoked' ? 'revocation' : 'cancellation'}Date`]: rfc3339(mandate.ended_at_ms) };
  return {
    mandateId: mandate.mandate_id,
    mandateStatus: mandate.status,
    subscriberReference: mandate.subscriber_reference,
    referenceCode: mandate.reference_code,
    description: mandate.description,
    creationDate: rfc3339(mandate.created_at_ms),
    ...ended,
  };
}

/** The mandates of one ISP. `changed` is told the line of each that is made or ends. */
export function createMandates(database: DatabaseSync, changed: (line: string) => void) {
  const select = 'SELECT mandates.*, subscriber_reference FROM mandates JOIN lines USING (line)';
  const byId = database.prepare(`${select} WHERE mandate_id = ?`);
  const byToken = database.prepare(`${select} WHERE token_hash = ?`);
  const activeOfLine = database.prepare(`${select} WHERE line = ? AND mandates.status = 'active' ORDER BY sequence DESC`);
  const endedOfLine = database.prepare(
    `${select} WHERE line = ? AND mandates.status <> 'active' ORDER BY ended_at_ms DESC, sequence DESC LIMIT ?`,
  );
  const every = database.prepare(`${select} ORDER BY sequence`);
  const insert = database.prepare(
    `INSERT INTO mandates (mandate_id, token_hash, line, reference_code, description, merchant_name, amount_max_cents, period, status, created_at_ms,
       sink, sink_token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?)`,
  );
  const end = database.prepare("UPDATE mandates SET status = ?, ended_at_ms = ? WHERE mandate_id = ? AND status = 'active'");
  const one = (row: unknown): Mandate | undefined => (row === undefined ? undefined : mandateOf(row as MandateRow));
  const many = (rows: unknown[]): Mandate[] => rows.map((row) => mandateOf(row as MandateRow));

  return {
    find: (mandateId: string) => one(byId.get(mandateId)),
    findByToken: (token: SubscriberToken) => one(byToken.get(token.token_hash)),
    listActive: (line: string) => many(activeOfLine.all(line)),
    /** Those that have ended, the last one first. */
    listEnded: (line: string, limit: number) => many(endedOfLine.all(line, limit)),
    list: () => many(every.all()),
    create({ token, reference_code, description, sink, created_at_ms }: MandateOrder): Mandate {
      const id = newIdentifier('mdt');
      const { token_hash, line, merchant_name, amount_max_cents, period } = token;
      const terms = [reference_code, description, merchant_name, amount_max_cents, period, created_at_ms] as const;
      insert.run(id, token_hash, line, ...terms, sink?.url ?? null, sink?.token ?? null);
      const made = one(byId.get(id));
      if (!made) throw new Error('The mandate just made is not there');
      changed(line);
      return made;
    },
    /** Ends an active mandate; false when it had ended already, and then nothing changes. */
    end(mandateId: string, status: 'cancelled' | 'revoked', at_ms: number): boolean {
      if (end.run(status, at_ms, mandateId).changes !== 1) return false;
      const ended = one(byId.get(mandateId));
      if (ended) changed(ended.line);
      return true;
    },
  };
}
export type Mandates = ReturnType<typeof createMandates>;
