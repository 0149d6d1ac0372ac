import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IspId } from './profiles.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lines (
  line TEXT PRIMARY KEY, subscriber_reference TEXT NOT NULL UNIQUE, monthly_ceiling_cents INTEGER, status TEXT NOT NULL, reservation_code TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS logins (
  username TEXT PRIMARY KEY, password_hash TEXT NOT NULL, line TEXT NOT NULL REFERENCES lines (line)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
  session_hash TEXT PRIMARY KEY, line TEXT NOT NULL REFERENCES lines (line), form_token TEXT NOT NULL, expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens (
  token_hash TEXT PRIMARY KEY, line TEXT NOT NULL REFERENCES lines (line), kind TEXT NOT NULL, amount_max_cents INTEGER,
  merchant_name TEXT, period TEXT, expires_at_ms INTEGER NOT NULL, used_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mandates (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, mandate_id TEXT NOT NULL UNIQUE,
  token_hash TEXT NOT NULL UNIQUE REFERENCES tokens (token_hash), -- one token makes one mandate, however often it is asked
  line TEXT NOT NULL REFERENCES lines (line), reference_code TEXT NOT NULL, description TEXT NOT NULL, merchant_name TEXT, amount_max_cents INTEGER,
  period TEXT, status TEXT NOT NULL, created_at_ms INTEGER NOT NULL, ended_at_ms INTEGER, sink TEXT, sink_token TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS mandates_by_line ON mandates (line, status);
CREATE TABLE IF NOT EXISTS payments (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, payment_id TEXT NOT NULL UNIQUE, client_correlator TEXT, reference_code TEXT NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  refunded_cents INTEGER NOT NULL DEFAULT 0 CHECK (refunded_cents BETWEEN 0 AND amount_cents),
  description TEXT NOT NULL, merchant_name TEXT, merchant_identifier TEXT, status TEXT NOT NULL, denial TEXT,
  line TEXT NOT NULL REFERENCES lines (line), mandate_id TEXT REFERENCES mandates (mandate_id), token_hash TEXT REFERENCES tokens (token_hash),
  created_at_ms INTEGER NOT NULL, paid_at_ms INTEGER, booking_month TEXT NOT NULL, statement_day TEXT,
  transaction_json TEXT NOT NULL, sink TEXT, sink_token TEXT,
  validation_id TEXT, validation_attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS payments_by_correlator ON payments (client_correlator);
CREATE INDEX IF NOT EXISTS payments_by_reference ON payments (reference_code);
CREATE INDEX IF NOT EXISTS payments_by_month ON payments (line, booking_month, status, amount_cents, refunded_cents);
CREATE INDEX IF NOT EXISTS payments_by_day ON payments (statement_day);
CREATE INDEX IF NOT EXISTS payments_by_creation ON payments (created_at_ms);
CREATE TABLE IF NOT EXISTS refunds (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, refund_id TEXT NOT NULL UNIQUE, payment_id TEXT NOT NULL REFERENCES payments (payment_id),
  client_correlator TEXT, reference_code TEXT NOT NULL, type TEXT NOT NULL, amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), reason TEXT,
  merchant_identifier TEXT, transaction_json TEXT NOT NULL, created_at_ms INTEGER NOT NULL, statement_day TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS refunds_by_payment ON refunds (payment_id);
CREATE INDEX IF NOT EXISTS refunds_by_day ON refunds (statement_day);
CREATE TABLE IF NOT EXISTS late_captures (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, client_correlator TEXT, capture_at_ms INTEGER NOT NULL, payment_json TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS faults (
  position INTEGER PRIMARY KEY, operation TEXT NOT NULL, kind TEXT NOT NULL, probability REAL NOT NULL, times INTEGER, latency_ms INTEGER,
  seed INTEGER NOT NULL, draws INTEGER NOT NULL DEFAULT 0, hits INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS notifications (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, type TEXT NOT NULL, sink TEXT NOT NULL, sink_token TEXT, event_json TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at_ms INTEGER, delivered_at_ms INTEGER, last_status INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS notifications_due ON notifications (next_attempt_at_ms) WHERE next_attempt_at_ms IS NOT NULL;
`;

/** Columns that files made before them lack. */
const LATER_COLUMNS = [
  { table: 'tokens', column: 'period' },
  { table: 'mandates', column: 'period' },
] as const;

function addMissing(database: DatabaseSync, table: string, column: string): void {
  const known = database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column);
  if (known === undefined) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} TEXT`);
}

/** The database file of one ISP, opened and brought to its schema. */
export function openDatabase(folder: string, isp: IspId): DatabaseSync {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, `${isp}.sqlite`));
  // In WAL, NORMAL keeps every committed booking when the process is killed; only a power cut could lose the last ones.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
  database.exec(SCHEMA);
  for (const { table, column } of LATER_COLUMNS) addMissing(database, table, column);
  return database;
}

/** The one place that opens, commits and rolls back. What runs inside is synchronous, so requests cannot interleave in it. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
