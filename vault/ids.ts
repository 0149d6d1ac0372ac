import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';
import { makeCode } from '../domain/codes.ts';

export type IdPrefix =
  | 'mer'
  | 'key'
  | 'sec'
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
  | 'mail'
  | 'clk'
  | 'dsc'
  | 'pst'
  | 'grd'
  | 'po';

/** A new id such as `pur_01k…`: sortable by its time of making, with 80 random bits (a ULID in lower case). */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid().toLowerCase()}`;
}

/**
 * The reference that people see on the ISP's invoice and in mails, made of the random part of an object's id: the same for one
 * object whenever it is computed. Unique in PostgreSQL.
 */
export function publicReference(id: string): string {
  return id.slice(-12).toUpperCase();
}

/** An access code from the operating system's randomness. */
export function newCode(): string {
  return makeCode((below) => randomInt(below));
}
