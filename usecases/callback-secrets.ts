import type { CallbackSecretRow } from '../db/entities/merchant.ts';
import type { Stores } from '../db/stores/index.ts';
import { hintOf, LIVE_SECRETS_MAX, secretStatus } from '../domain/credentials.ts';
import { Refusal } from '../domain/refusals.ts';
import { newCallbackSecret, newId } from '../vault/ids.ts';
import type { Vault } from '../vault/vault.ts';
import type { CallbackSecretView, CreatedCallbackSecret, MerchantContext, Owned, Rotation } from './merchant-types.ts';
import { lockMerchant, notFound } from './scope.ts';

const HOUR_MS = 3_600_000;

export type SecretContext = MerchantContext & {
  /** How long the secret before a rotation goes on signing. */
  secret_overlap_hours: number;
};

/** Makes a secret that signs at once. The one before signs beside it until its time is over, then stops by itself. */
export async function rotateCallbackSecret(context: SecretContext, rotation: Rotation): Promise<CreatedCallbackSecret> {
  const { unitOfWork, vault } = context;
  const { merchant_id, id = newId('sec'), overlap_hours = context.secret_overlap_hours } = rotation;
  return await unitOfWork.transaction(async (stores) => {
    // The lock puts two rotations at once in order; the second one is refused below.
    await lockMerchant(stores, merchant_id);
    const now = context.now();
    const known = await stores.merchants.secret({ merchant_id, id });
    if (known) return { ...viewSecret(vault, known, now), secret: null };
    const live = await liveSecrets(stores, merchant_id, now);
    if (live.length >= LIVE_SECRETS_MAX) {
      throw new Refusal('secret_rotation_in_progress', 'Two secrets sign already. Retire the older one, or wait until its time is over.');
    }
    const expires_at = new Date(now.getTime() + overlap_hours * HOUR_MS);
    for (const before of live) await stores.merchants.expireSecret(before.id, expires_at);
    return await insertSecret(context, stores, { merchant_id, id, now });
  });
}

/** Writes a new secret of a merchant; the transaction is the caller's. */
export async function insertSecret(
  { vault }: MerchantContext,
  stores: Stores,
  { merchant_id, id, now }: Owned & { now: Date },
): Promise<CreatedCallbackSecret> {
  const secret = newCallbackSecret();
  await stores.merchants.insertCallbackSecret({ id, merchant_id, secret_sealed: vault.sealForPlatform(secret), created_at: now });
  return { id, merchant_id, hint: hintOf(secret), status: 'current', created_at: now, expires_at: null, secret };
}

/** Newest first, those that were retired too. */
export async function listCallbackSecrets({ unitOfWork, vault, now }: MerchantContext, merchant_id: string): Promise<CallbackSecretView[]> {
  return await unitOfWork.read(async (stores) => {
    if (!(await stores.merchants.find(merchant_id))) return notFound('merchant', merchant_id);
    return (await stores.merchants.secrets(merchant_id)).map((row) => viewSecret(vault, row, now()));
  });
}

/** From the commit on it signs nothing. The last one that signs stays: callbacks without a signature are never sent. */
export async function retireCallbackSecret({ unitOfWork, vault, now }: MerchantContext, wanted: Owned): Promise<CallbackSecretView> {
  return await unitOfWork.transaction(async (stores) => {
    await lockMerchant(stores, wanted.merchant_id);
    const at = now();
    const row = (await stores.merchants.secret(wanted)) ?? notFound('callback secret', wanted.id);
    if (secretStatus(row.expires_at ?? null, at) === 'retired') return viewSecret(vault, row, at);
    const others = (await liveSecrets(stores, wanted.merchant_id, at)).filter(({ id }) => id !== row.id);
    if (others.length === 0) throw new Refusal('secret_is_the_last', 'No other secret signs: rotate first.');
    await stores.merchants.expireSecret(row.id, at);
    // Where the newer one is given up, the older one stays for good.
    for (const other of others) await stores.merchants.expireSecret(other.id, null);
    return viewSecret(vault, { ...row, expires_at: at }, at);
  });
}

async function liveSecrets(stores: Stores, merchant_id: string, now: Date): Promise<CallbackSecretRow[]> {
  return (await stores.merchants.secrets(merchant_id)).filter((row) => secretStatus(row.expires_at ?? null, now) !== 'retired');
}

function viewSecret(vault: Vault, row: CallbackSecretRow, now: Date): CallbackSecretView {
  const { id, merchant_id, created_at } = row;
  const expires_at = row.expires_at ?? null;
  const hint = hintOf(vault.openForPlatform(row.secret_sealed));
  return { id, merchant_id, hint, status: secretStatus(expires_at, now), created_at, expires_at };
}
