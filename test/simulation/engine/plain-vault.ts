import { createHash } from 'node:crypto';
import type { Vault } from '../../../vault/vault.ts';
import type { Random } from './random.ts';

/** A vault that hides nothing: sealing is proved elsewhere, and its randomness would differ from run to run. */
export function createPlainVault(random: Random): Vault {
  const hash = (purpose: string, text: string) => createHash('sha256').update(`${purpose}\0${text}`).digest();
  const seal = (key: string, text: string) => Buffer.from(`${key}|${text}`);
  const open = (key: string, sealed: Uint8Array) => {
    const text = Buffer.from(sealed).toString();
    if (!text.startsWith(`${key}|`)) throw new Error('sealed under another key');
    return text.slice(key.length + 1);
  };
  const keyText = (wrapped: Uint8Array) => Buffer.from(wrapped).toString();
  return {
    newWrappedKey: () => Buffer.from(`key-${random.below(2 ** 31)}`),
    seal: (wrapped, text) => seal(keyText(wrapped), text),
    open: (wrapped, sealed) => open(keyText(wrapped), sealed),
    sealForPlatform: (text) => seal('platform', text),
    openForPlatform: (sealed) => open('platform', sealed),
    lookupHash: hash,
    signInToken: (sign_in_id) => `sign-in-${sign_in_id}`,
    unsubscribeToken: (subscription_id) => `unsubscribe-${subscription_id}`,
    leaveToken: (request_id) => `leave-${request_id}`,
  };
}
