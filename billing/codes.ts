import type { CodeRow } from '../db/entities/code.ts';
import type { Stores } from '../db/stores/index.ts';
import { parseCode } from '../domain/codes.ts';
import { newCode, newId } from '../vault/ids.ts';
import type { Vault } from '../vault/vault.ts';

type CodeSubject = { merchant_id: string; mode: 'test' | 'live'; document_id: string; buyer_id: string };
type Issue = { subject: CodeSubject; of: { purchase_id: string } | { subscription_id: string }; count: number; now: Date };

/** New access codes, for the caller to write: kept as a keyed hash, to be found, and sealed under the buyer's key, to be shown again. */
export async function newCodes(stores: Stores, vault: Vault, { subject, of, count, now }: Issue): Promise<CodeRow[]> {
  const { key_wrapped: wrapped } = await stores.buyers.keyOf(subject.buyer_id);
  if (!wrapped) throw new Error('codes are issued to a buyer whose key exists');
  return Array.from({ length: count }, () => {
    const code = newCode();
    return {
      id: newId('cod'),
      merchant_id: subject.merchant_id,
      mode: subject.mode,
      document_id: subject.document_id,
      buyer_id: subject.buyer_id,
      purchase_id: null,
      subscription_id: null,
      ...of,
      code_hash: codeHash(vault, code),
      code_sealed: vault.seal(wrapped, code),
      used_at: null,
      used_by: null,
      created_at: now,
    };
  });
}

/** The hash under which a code is found, of its canonical form. */
export function codeHash(vault: Vault, code: string): Uint8Array {
  const canonical = parseCode(code);
  if (canonical === undefined) throw new Error('only a well-formed code has a hash');
  return vault.lookupHash('code', canonical);
}
