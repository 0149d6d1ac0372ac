import type { ApiKeyRow } from '../db/entities/merchant.ts';
import type { Stores } from '../db/stores/index.ts';
import { hintOf, LIVE_KEYS_MAX } from '../domain/credentials.ts';
import { Refusal } from '../domain/refusals.ts';
import { newApiKey, newId } from '../vault/ids.ts';
import type { ApiKeyView, CreatedApiKey, MerchantContext, NewApiKey, Owned } from './merchant-types.ts';
import { lockMerchant, notFound } from './scope.ts';

/** Makes a key of one mode. Only its keyed hash is kept, so this answer is the only place where it can be read. */
export async function createApiKey({ unitOfWork, vault, now }: MerchantContext, input: NewApiKey): Promise<CreatedApiKey> {
  const { merchant_id, mode } = input;
  const id = input.id ?? newId('key');
  return await unitOfWork.transaction(async (stores) => {
    await lockMerchant(stores, merchant_id);
    const known = await stores.merchants.key({ merchant_id, id });
    if (known) return { ...viewKey(known), key: null };
    if ((await stores.merchants.liveKeys({ merchant_id, mode })) >= LIVE_KEYS_MAX) {
      throw new Refusal('too_many_keys', `A merchant has at most ${LIVE_KEYS_MAX} live keys of a mode; revoke one first.`);
    }
    const key = newApiKey(mode);
    const row = { id, merchant_id, mode, hint: hintOf(key), created_at: now(), last_used_at: null, revoked_at: null };
    await stores.merchants.insertKey({ ...row, key_hash: vault.lookupHash('api_key', key) });
    return { ...row, key };
  });
}

/** Newest first, those that were revoked too. */
export async function listApiKeys({ unitOfWork }: MerchantContext, merchant_id: string): Promise<ApiKeyView[]> {
  return await unitOfWork.read(async (stores) => {
    if (!(await stores.merchants.find(merchant_id))) return notFound('merchant', merchant_id);
    return (await stores.merchants.keys(merchant_id)).map(viewKey);
  });
}

/** From the commit on the key opens nothing: it is looked up with every request. Repeated, it changes nothing. */
export async function revokeApiKey({ unitOfWork, now }: MerchantContext, wanted: Owned): Promise<ApiKeyView> {
  return await unitOfWork.transaction(async (stores) => {
    await stores.merchants.revokeKey(wanted, now());
    return viewKey(await keyOf(stores, wanted));
  });
}

async function keyOf(stores: Stores, wanted: Owned): Promise<ApiKeyRow> {
  return (await stores.merchants.key(wanted)) ?? notFound('key', wanted.id);
}

function viewKey({ id, merchant_id, mode, hint, created_at, last_used_at, revoked_at }: ApiKeyRow): ApiKeyView {
  return { id, merchant_id, mode, hint, created_at, last_used_at: last_used_at ?? null, revoked_at: revoked_at ?? null };
}
