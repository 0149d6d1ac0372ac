import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/**
 * Sealing and keyed hashes (product.md, "Privacy"). E-mails, codes and tokens are sealed with AES-256-GCM under a key of their buyer;
 * that key is itself wrapped under the master key, so erasing a buyer is forgetting one short value.
 */
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of everything sealed, so that another algorithm can follow one day. */
const VERSION = 1;

function sealWith(key: KeyObject | Uint8Array, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

function openWith(key: KeyObject | Uint8Array, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== VERSION) throw new Error('sealed with an unknown version');
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  // Without the length Node takes a tag that was cut down to four bytes.
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

/** What a keyed hash is of: the same text hashed for two purposes gives unrelated values. */
export type HashPurpose =
  | 'code'
  | 'api_key'
  | 'subscriber'
  | 'subscriber_token'
  | 'unsubscribe'
  | 'checkout_state'
  | 'request'
  | 'email'
  | 'leave_link'
  | 'merchant_user'
  | 'console_sign_in'
  | 'console_session'
  | 'console_csrf';

export type Vault = {
  /** A fresh data key, wrapped: what a buyer's or a checkout's row keeps. */
  newWrappedKey(): Uint8Array;
  seal(wrapped_key: Uint8Array, text: string): Uint8Array;
  open(wrapped_key: Uint8Array, sealed: Uint8Array): string;
  /** For what belongs to no buyer: callback secrets, kept answers, the addresses of merchants' people. */
  sealForPlatform(text: string): Uint8Array;
  openForPlatform(sealed: Uint8Array): string;
  /** HMAC-SHA-256, 32 bytes: equal texts are found without being readable. */
  lookupHash(purpose: HashPurpose, text: string): Uint8Array;
  /** The token of a subscription's unsubscribe link: computed, so that each mail can hold it, and only its hash is stored. */
  unsubscribeToken(subscription_id: string): string;
  /** The token of a mailed link that lists one's subscriptions: computed likewise, of the request's id. */
  leaveToken(request_id: string): string;
  /** The token of a link to sign in to the console: likewise. */
  signInToken(sign_in_id: string): string;
};

export function createVault({ master_key, lookup_key }: { master_key: string; lookup_key: string }): Vault {
  // As key objects, for each use of plain bytes would make one again, which takes longer than the hash.
  const derive = (secret: string, info: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'hex'), Buffer.alloc(0), `isp-billing/${info}`, 32)));
  const wrappingKey = derive(master_key, 'wrapping');
  const platformKey = derive(master_key, 'platform');
  const lookupKey = derive(lookup_key, 'lookup');
  const signInKey = derive(lookup_key, 'sign-in-link');
  const linkKey = derive(lookup_key, 'unsubscribe-link');
  const leaveKey = derive(lookup_key, 'leave-link');
  return {
    newWrappedKey: () => sealWith(wrappingKey, randomBytes(32)),
    seal: (wrapped, text) => sealWith(openWith(wrappingKey, wrapped), Buffer.from(text, 'utf8')),
    open: (wrapped, sealed) => openWith(openWith(wrappingKey, wrapped), sealed).toString('utf8'),
    sealForPlatform: (text) => sealWith(platformKey, Buffer.from(text, 'utf8')),
    openForPlatform: (sealed) => openWith(platformKey, sealed).toString('utf8'),
    lookupHash: (purpose, text) => createHmac('sha256', lookupKey).update(`${purpose}\0${text}`).digest(),
    signInToken: (sign_in_id) => createHmac('sha256', signInKey).update(sign_in_id).digest('base64url'),
    unsubscribeToken: (subscription_id) => createHmac('sha256', linkKey).update(subscription_id).digest('base64url'),
    leaveToken: (request_id) => createHmac('sha256', leaveKey).update(request_id).digest('base64url'),
  };
}
