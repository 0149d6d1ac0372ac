import type { DatabaseSync } from 'node:sqlite';
import { newIdentifier, secretHash } from './identifiers.ts';

/** A subscriber logged in to the account pages. */
export interface Session {
  readonly line: string;
  /** Must come with every form of the session, so that no other site can send one. */
  readonly form_token: string;
}

export const SESSION_TTL_MS = 24 * 60 * 60 * 1000;

export function createSessions(database: DatabaseSync) {
  const insert = database.prepare('INSERT INTO sessions (session_hash, line, form_token, expires_at_ms) VALUES (?, ?, ?, ?)');
  const find = database.prepare('SELECT line, form_token FROM sessions WHERE session_hash = ? AND expires_at_ms > ?');
  const remove = database.prepare('DELETE FROM sessions WHERE session_hash = ? OR expires_at_ms <= ?');

  return {
    /** Opens a session and gives the text of its cookie. */
    open(line: string): string {
      const cookie = newIdentifier('ses');
      insert.run(secretHash(cookie), line, newIdentifier('frm'), Date.now() + SESSION_TTL_MS);
      return cookie;
    },
    find: (cookie: string): Session | undefined => find.get(secretHash(cookie), Date.now()) as Session | undefined,
    /** Ends a session, and clears away those that have run out. */
    end: (cookie: string): void => void remove.run(secretHash(cookie), Date.now()),
  };
}
export type Sessions = ReturnType<typeof createSessions>;
