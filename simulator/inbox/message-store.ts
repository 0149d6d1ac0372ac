import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type NewMessage = {
  from: string;
  /** Addresses of the envelope, lower-cased: who gets the message, whatever its headers say. */
  recipients: string[];
  subject: string;
  date: string | null;
  text: string;
  html: string | null;
  headers: Record<string, string>;
};
export type MessageSummary = { id: string; from: string; to: string; subject: string; date: string | null; received_at: string };
export type Message = MessageSummary & { text: string; html: string | null; headers: Record<string, string> };
export type MessageQuery = { to?: string | undefined; limit: number; after?: number | undefined };
export type MessageListing = { data: MessageSummary[]; has_more: boolean };
export type MessageStore = ReturnType<typeof openMessageStore>;

type SummaryRow = { sequence: number; sender: string; recipients: string; subject: string; date: string | null; received_at: string };
type MessageRow = SummaryRow & { text: string; html: string | null; headers_json: string };

const KEPT_MESSAGES = 5_000;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS messages (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, sender TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL, date TEXT,
  received_at TEXT NOT NULL, text TEXT NOT NULL, html TEXT, headers_json TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS recipients (
  address TEXT NOT NULL, message INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE, PRIMARY KEY (address, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS recipients_by_message ON recipients (message);
`;

const SUMMARY = 'sequence, sender, recipients, subject, date, received_at';

/** The messages on disk, the newest `kept` of them. */
export function openMessageStore(folder: string, kept = KEPT_MESSAGES) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'inbox.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
  database.exec(SCHEMA);
  const insertMessage = database.prepare(
    'INSERT INTO messages (sender, recipients, subject, date, received_at, text, html, headers_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertRecipient = database.prepare('INSERT OR IGNORE INTO recipients (address, message) VALUES (?, ?)');
  const dropOldest = database.prepare(
    'DELETE FROM messages WHERE sequence <= (SELECT sequence FROM messages ORDER BY sequence DESC LIMIT 1 OFFSET ?)',
  );

  return {
    /** Keeps one message and returns its id; the oldest ones beyond the bound go. */
    add(message: NewMessage, received_at: Date): string {
      database.exec('BEGIN IMMEDIATE');
      try {
        const { from, recipients, subject, date, text, html } = message;
        const headers_json = JSON.stringify(message.headers);
        const row = insertMessage.run(from, recipients.join(', '), subject, date, received_at.toISOString(), text, html, headers_json);
        for (const address of recipients) insertRecipient.run(address, row.lastInsertRowid);
        dropOldest.run(kept);
        database.exec('COMMIT');
        return String(row.lastInsertRowid);
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },

    /** Newest first; `after` goes on below that id. A whole address in `to` matches that address only, anything else a part of one. */
    list({ to, limit, after }: MessageQuery): MessageListing {
      const conditions: string[] = [];
      const values: (string | number)[] = [];
      if (to !== undefined) {
        const wanted = to.toLowerCase();
        const whole = /^[^@\s]+@[^@\s]+$/.test(wanted);
        conditions.push(`sequence IN (SELECT message FROM recipients WHERE ${whole ? 'address = ?' : 'instr(address, ?) > 0'})`);
        values.push(wanted);
      }
      if (after !== undefined) {
        conditions.push('sequence < ?');
        values.push(after);
      }
      const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
      const query = database.prepare(`SELECT ${SUMMARY} FROM messages ${where} ORDER BY sequence DESC LIMIT ?`);
      const rows = query.all(...values, limit + 1) as SummaryRow[];
      return { data: rows.slice(0, limit).map(summary), has_more: rows.length > limit };
    },

    find(sequence: number): Message | undefined {
      const row = database.prepare('SELECT * FROM messages WHERE sequence = ?').get(sequence) as MessageRow | undefined;
      if (!row) return undefined;
      return { ...summary(row), text: row.text, html: row.html, headers: JSON.parse(row.headers_json) as Record<string, string> };
    },

    deleteAll(): void {
      database.exec('DELETE FROM messages');
    },

    close(): void {
      database.close();
    },
  };
}

function summary({ sequence, sender, recipients, subject, date, received_at }: SummaryRow): MessageSummary {
  return { id: String(sequence), from: sender, to: recipients, subject, date, received_at };
}
