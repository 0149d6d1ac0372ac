import { randomBytes, scryptSync } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './database.ts';
import { sameSecret, subscriberReference } from './identifiers.ts';

export const LINE_STATUSES = ['active', 'suspended', 'closed', 'blocked'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** A line of the ISP. Its name stays with the ISP; merchants only see the subscriber reference. */
export interface Line {
  readonly line: string;
  readonly subscriber_reference: string;
  /** Of the succeeded payments in a calendar month in Paris; null: no ceiling. */
  readonly monthly_ceiling_cents: bigint | null;
  readonly status: LineStatus;
  /** Where set, a reservation on this line waits until validatePayment brings this code. */
  readonly reservation_code: string | null;
}

export interface LineInput {
  readonly username: string;
  readonly password: string;
  readonly line: string;
  readonly monthly_ceiling_cents: bigint | null;
  readonly status: LineStatus;
  readonly reservation_code: string | null;
}

interface LineRow extends Omit<Line, 'monthly_ceiling_cents'> {
  readonly monthly_ceiling_cents: number | null;
}

const lineOf = (row: LineRow): Line => ({
  ...row,
  monthly_ceiling_cents: row.monthly_ceiling_cents === null ? null : BigInt(row.monthly_ceiling_cents),
});

// Play passwords: a low cost keeps thousands of lines quick to make, and the file still shows none of them.
function passwordHash(password: string, salt = randomBytes(12).toString('base64url')): string {
  return `${salt}.${scryptSync(password, salt, 24, { N: 1024 }).toString('base64url')}`;
}

/** Lines and the logins of their subscribers. Reference key: what turns a line into its subscriber reference. */
export function createLines(database: DatabaseSync, referenceKey: string) {
  const columns = 'lines.line, subscriber_reference, monthly_ceiling_cents, status, reservation_code';
  const byName = database.prepare(`SELECT ${columns} FROM lines WHERE line = ?`);
  const login = database.prepare('SELECT password_hash, line FROM logins WHERE username = ?');
  const saveLine = database.prepare(
    `INSERT INTO lines (line, subscriber_reference, monthly_ceiling_cents, status, reservation_code) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (line) DO UPDATE SET monthly_ceiling_cents = excluded.monthly_ceiling_cents, status = excluded.status,
       reservation_code = excluded.reservation_code`,
  );
  const saveLogin = database.prepare(
    `INSERT INTO logins (username, password_hash, line) VALUES (?, ?, ?)
     ON CONFLICT (username) DO UPDATE SET password_hash = excluded.password_hash, line = excluded.line`,
  );

  function find(name: string): Line | undefined {
    const row = byName.get(name) as LineRow | undefined;
    return row && lineOf(row);
  }

  return {
    find,
    /** The line by its name or by the username of its subscriber. */
    findByNameOrUsername(text: string): Line | undefined {
      const found = find(text);
      if (found) return found;
      const row = login.get(text) as { line: string } | undefined;
      return row && find(row.line);
    },
    /** The line whose subscriber knows this username and password. */
    identify(username: string, password: string): Line | undefined {
      const row = login.get(username) as { password_hash: string; line: string } | undefined;
      if (!row) return undefined;
      const salt = row.password_hash.split('.')[0] ?? '';
      return sameSecret(passwordHash(password, salt), row.password_hash) ? find(row.line) : undefined;
    },
    /** Makes or replaces a line and the login; tells whether the login is new. */
    save(input: LineInput): { created: boolean } {
      const created = login.get(input.username) === undefined;
      const reference = subscriberReference(referenceKey, input.line);
      inTransaction(database, () => {
        saveLine.run(input.line, reference, input.monthly_ceiling_cents, input.status, input.reservation_code);
        saveLogin.run(input.username, passwordHash(input.password), input.line);
      });
      return { created };
    },
  };
}
export type Lines = ReturnType<typeof createLines>;
