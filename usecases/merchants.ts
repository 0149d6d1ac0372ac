import type { MerchantRow } from '../db/entities/merchant.ts';
import { newId } from '../vault/ids.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { insertSecret, listCallbackSecrets, retireCallbackSecret, rotateCallbackSecret, type SecretContext } from './callback-secrets.ts';
import type { MerchantChange, MerchantContext, MerchantPage, MerchantUseCases, MerchantView, NewMerchant } from './merchant-types.ts';
import { addMerchantUser, listMerchantUsers, removeMerchantUser } from './merchant-users.ts';
import { lockMerchant, notFound } from './scope.ts';
import type { Listing } from './types.ts';

/** All that is done with merchants, on one context. */
export function createMerchantUseCases(context: SecretContext): MerchantUseCases {
  return {
    createMerchant: (input) => createMerchant(context, input),
    listMerchants: (page) => listMerchants(context, page),
    getMerchant: (merchant_id) => getMerchant(context, merchant_id),
    changeMerchant: (merchant_id, change) => changeMerchant(context, { merchant_id, change }),
    createApiKey: (input) => createApiKey(context, input),
    listApiKeys: (merchant_id) => listApiKeys(context, merchant_id),
    revokeApiKey: (key) => revokeApiKey(context, key),
    rotateCallbackSecret: (rotation) => rotateCallbackSecret(context, rotation),
    listCallbackSecrets: (merchant_id) => listCallbackSecrets(context, merchant_id),
    retireCallbackSecret: (secret) => retireCallbackSecret(context, secret),
    addMerchantUser: (input) => addMerchantUser(context, input),
    listMerchantUsers: (merchant_id) => listMerchantUsers(context, merchant_id),
    removeMerchantUser: (wanted) => removeMerchantUser(context, wanted),
    merchantOf: (id) => merchantOf(context, id),
  };
}

/** Makes a merchant and, in the same transaction, the secret that its first callback is signed with. */
async function createMerchant(context: MerchantContext, input: NewMerchant): ReturnType<MerchantUseCases['createMerchant']> {
  const { id = newId('mer'), name, tier } = input;
  return await context.unitOfWork.transaction(async (stores) => {
    const now = context.now();
    const merchant = { id, name, tier, created_at: now };
    // The same creation again, after its answer was lost: there is one merchant, and its secret is not told twice.
    if (!(await stores.merchants.insertNew(merchant))) {
      return { merchant: viewMerchant((await stores.merchants.find(id)) ?? notFound('merchant', id)), callback_secret: null };
    }
    return { merchant, callback_secret: await insertSecret(context, stores, { merchant_id: id, id: newId('sec'), now }) };
  });
}

async function listMerchants({ unitOfWork }: MerchantContext, page: MerchantPage): Promise<Listing<MerchantView>> {
  const { rows, has_more } = await unitOfWork.read((stores) => stores.merchants.list(page));
  return { data: rows.map(viewMerchant), has_more };
}

async function getMerchant({ unitOfWork }: MerchantContext, merchant_id: string): Promise<MerchantView> {
  return viewMerchant((await unitOfWork.read((stores) => stores.merchants.find(merchant_id))) ?? notFound('merchant', merchant_id));
}

/**
 * Another name or tier. The lock waits for sales that have looked at the tier already (usecases/subscriptions.ts), so that after a
 * downgrade was answered no subscription begins.
 */
async function changeMerchant(
  { unitOfWork }: MerchantContext,
  { merchant_id, change }: { merchant_id: string; change: MerchantChange },
): Promise<MerchantView> {
  return await unitOfWork.transaction(async (stores) => {
    const row = await lockMerchant(stores, merchant_id);
    if (Object.keys(change).length > 0) await stores.merchants.update(merchant_id, change);
    return viewMerchant({ ...row, ...change });
  });
}

async function merchantOf({ unitOfWork }: MerchantContext, id: string): Promise<string> {
  return await unitOfWork.read(async (stores) => {
    const finders: Record<string, () => Promise<{ merchant_id: string } | null>> = {
      key: () => stores.merchants.keyById(id),
      sec: () => stores.merchants.secretById(id),
      usr: () => stores.merchantUsers.findById(id),
    };
    return (await finders[id.slice(0, 3)]?.())?.merchant_id ?? notFound('key, secret or user', id);
  });
}

function viewMerchant({ id, name, tier, created_at }: MerchantRow): MerchantView {
  return { id, name, tier, created_at };
}
