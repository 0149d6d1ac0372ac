import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { bytes, id, instant, mode, reference } from './columns.ts';

/** A link to sign in, asked for by whoever. `email_hash` is that of `merchant_user`, or of nobody. */
export const ConsoleSignIn = defineEntity({
  name: 'ConsoleSignIn',
  tableName: 'console_sign_in',
  indexes: [{ properties: ['email_hash', 'created_at'] }],
  properties: {
    id: id(),
    token_hash: bytes().unique(),
    email_hash: bytes(),
    created_at: instant().index(),
    expires_at: instant(),
    /** Set once, by the sign-in that used it up. */
    used_at: instant().nullable(),
  },
});
export type ConsoleSignInRow = InferEntity<typeof ConsoleSignIn>;

/** One browser that a person is signed in with. */
export const ConsoleSession = defineEntity({
  name: 'ConsoleSession',
  tableName: 'console_session',
  properties: {
    id: id(),
    token_hash: bytes().unique(),
    email_hash: bytes().index(),
    /** Null until a person of several merchants has chosen one. */
    merchant_id: reference().nullable(),
    mode: mode(),
    created_at: instant(),
    /** The last request, to the minute. */
    seen_at: instant(),
    expires_at: instant().index(),
  },
});
export type ConsoleSessionRow = InferEntity<typeof ConsoleSession>;
