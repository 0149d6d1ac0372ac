import { randomBytes, randomInt } from 'node:crypto';
import { decodeTime, ulid } from 'ulid';
import { makeCode } from '../domain/codes.ts';
import type { Mode } from '../domain/subscriptions.ts';

export type IdPrefix =
  | 'mer'
  | 'key'
  | 'sec'
  | 'usr'
  | 'doc'
  | 'off'
  | 'buy'
  | 'chk'
  | 'pur'
  | 'sub'
  | 'chg'
  | 'ref'
  | 'cod'
  | 'evt'
  | 'png'
  | 'mail'
  | 'lve'
  | 'clk'
  | 'dsc'
  | 'pst'
  | 'grd'
  | 'po'
  | 'sgn'
  | 'ses';

/** A new id such as `pur_01k…`: sortable by its time of making, with 80 random bits (a ULID in lower case). */
export function newId(prefix: IdPrefix): string {
  // All of its randomness at once: left to itself, `ulid` goes to the operating system for each symbol.
  const bytes = randomBytes(RANDOM_SYMBOLS).values();
  const draw = () => {
    const byte = bytes.next().value;
    if (byte === undefined) throw new Error('an id draws more than the randomness that was fetched for it');
    return byte / 256;
  };
  return `${prefix}_${ulid(undefined, draw).toLowerCase()}`;
}

/** Of five bits each. */
const RANDOM_SYMBOLS = 16;

/** Far after everything that is made, and still a year of four digits. */
const NEVER = new Date('9999-12-31T00:00:00Z');

/** When an id was made, as it says itself; of what is no id of ours, about where it would stand among them. */
export function madeAt(id: string): Date {
  const [, time = ''] = id.toUpperCase().split('_');
  try {
    return new Date(Math.min(decodeTime(time.slice(0, 10).padEnd(26, '0')), NEVER.getTime()));
  } catch {
    return NEVER;
  }
}

/**
 * The reference that people see on the ISP's invoice and in mails, made of the random part of an object's id: the same for one
 * object whenever it is computed. Unique in PostgreSQL.
 */
export function publicReference(id: string): string {
  return id.slice(-12).toUpperCase();
}

/** 256 bits from the operating system's randomness, as a text for a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** An access code from the operating system's randomness. */
export function newCode(): string {
  return makeCode((below) => randomInt(below));
}

/** A new API key: 192 random bits in hexadecimal. */
export function newApiKey(mode: Mode): string {
  return `sk_${mode}_${randomBytes(24).toString('hex')}`;
}

/** A new callback secret in the form of Standard Webhooks: 192 random bits in base64, which needs no padding. */
export function newCallbackSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}
