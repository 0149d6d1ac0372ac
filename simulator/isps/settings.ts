import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './database.ts';
import type { LineStatus, Lines } from './lines.ts';
import type { IspProfile } from './profiles.ts';

const DEMO_LINES: readonly { username: string; status: LineStatus }[] = [
  { username: 'demo', status: 'active' },
  { username: 'suspended', status: 'suspended' },
  { username: 'blocked', status: 'blocked' },
];

function setting(database: DatabaseSync, name: string): string | undefined {
  return (database.prepare('SELECT value FROM settings WHERE name = ?').get(name) as { value: string } | undefined)?.value;
}

const save = (database: DatabaseSync, name: string, value: string) =>
  database.prepare('INSERT INTO settings (name, value) VALUES (?, ?)').run(name, value);

/** The key that turns a line into its subscriber reference; made once, so that references stay for the life of the database. */
export function referenceKey(database: DatabaseSync): string {
  const kept = setting(database, 'reference_key');
  if (kept !== undefined) return kept;
  const made = randomBytes(32).toString('base64url');
  save(database, 'reference_key', made);
  return made;
}

/** A fresh database gets lines to play with; later starts leave them as they were made since. */
export function seedDemoLines(database: DatabaseSync, lines: Lines, profile: IspProfile): void {
  if (setting(database, 'demo_lines') !== undefined) return;
  inTransaction(database, () => {
    for (const { username, status } of DEMO_LINES) {
      lines.save({
        username,
        password: username,
        line: `${username}-${profile.id}`,
        status,
        monthly_ceiling_cents: null,
        reservation_code: null,
      });
    }
    save(database, 'demo_lines', 'made');
  });
}
