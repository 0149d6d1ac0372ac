import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(bytes: Buffer, length: number): string {
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (text.length < length) {
    text += ALPHABET.charAt(Number(number % 62n));
    number /= 62n;
  }
  return text;
}

/** A new unguessable identifier, such as pay_3kTz…; 22 characters carry 130 bits. */
export const newIdentifier = (prefix: string): string => `${prefix}_${base62(randomBytes(20), 22)}`;

/** What the databases keep of a secret that somebody else holds (tokens, session cookies). */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** The opaque name of a line towards merchants: the same for the same key and line, and nothing can be read from it. */
export const subscriberReference = (key: string, line: string): string =>
  `sr_${base62(createHmac('sha256', key).update(line).digest(), 22)}`;

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
