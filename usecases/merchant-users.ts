import type { MerchantUserRow } from '../db/entities/merchant.ts';
import type { Stores } from '../db/stores/index.ts';
import { Refusal } from '../domain/refusals.ts';
import { newId } from '../vault/ids.ts';
import type { Vault } from '../vault/vault.ts';
import type { MerchantContext, MerchantUserView, NewMerchantUser, WantedUser } from './merchant-types.ts';
import { lockMerchant, notFound } from './scope.ts';

export type { MerchantContext, MerchantUserView, NewMerchantUser, WantedUser } from './merchant-types.ts';

/** More people of one merchant than this are refused, so that one letter to a merchant stays a few mails. */
export const MERCHANT_USERS_MAX = 50;

/** The keyed hash that an address is found by: case and white space around it do not matter. */
export function merchantUserHash(vault: Vault, email: string): Uint8Array {
  return vault.lookupHash('merchant_user', email.trim().toLowerCase());
}

/** Adds a person to a merchant. One who is there already stays as added, but for the language. Refuses with not_found and too_many_users. */
export async function addMerchantUser(
  { unitOfWork, vault, now }: MerchantContext,
  input: NewMerchantUser,
): Promise<{ user: MerchantUserView; was_new: boolean }> {
  const { merchant_id, locale } = input;
  const email = input.email.trim();
  const email_hash = merchantUserHash(vault, email);
  return await unitOfWork.transaction(async (stores) => {
    // The lock keeps two additions at once from both being the last one.
    await lockMerchant(stores, merchant_id);
    const known = await stores.merchantUsers.find({ merchant_id, email_hash });
    if (known) {
      await stores.merchantUsers.setLocale(known.id, locale);
      return { user: viewUser(vault, { ...known, locale }), was_new: false };
    }
    if ((await stores.merchantUsers.ofMerchant(merchant_id)).length >= MERCHANT_USERS_MAX) {
      throw new Refusal('too_many_users', `A merchant has at most ${MERCHANT_USERS_MAX} people.`);
    }
    const row = { merchant_id, email_hash, email_sealed: vault.sealForPlatform(email), locale, created_at: now() };
    const user = { ...row, id: input.id ?? newId('usr') };
    await stores.merchantUsers.insert(user);
    return { user: viewUser(vault, user), was_new: true };
  });
}

/** The people of one merchant, those who were added first first. Refuses with not_found. */
export async function listMerchantUsers({ unitOfWork, vault }: MerchantContext, merchant_id: string): Promise<MerchantUserView[]> {
  return await unitOfWork.read(async (stores) => {
    if (!(await stores.merchants.find(merchant_id))) return notFound('merchant', merchant_id);
    return (await stores.merchantUsers.ofMerchant(merchant_id)).map((row) => viewUser(vault, row));
  });
}

/** Removes a person from one merchant: no mails, no sign-in. Refuses with not_found. */
export async function removeMerchantUser({ unitOfWork, vault }: MerchantContext, wanted: WantedUser): Promise<MerchantUserView> {
  return await unitOfWork.transaction(async (stores) => {
    const row = (await findUser(stores, vault, wanted)) ?? notFound('user', 'id' in wanted ? wanted.id : 'with this address');
    await stores.merchantUsers.remove(row);
    return viewUser(vault, row);
  });
}

/** Whom an address stands for, at each merchant that the person is of. An unknown address is an empty list. */
export async function findMerchantUsers({ unitOfWork, vault }: MerchantContext, email: string): Promise<MerchantUserView[]> {
  const rows = await unitOfWork.read((stores) => stores.merchantUsers.ofEmail(merchantUserHash(vault, email)));
  return rows.map((row) => viewUser(vault, row));
}

async function findUser(stores: Stores, vault: Vault, wanted: WantedUser): Promise<MerchantUserRow | null> {
  const { merchant_id } = wanted;
  if ('id' in wanted) return await stores.merchantUsers.find({ merchant_id, id: wanted.id });
  return await stores.merchantUsers.find({ merchant_id, email_hash: merchantUserHash(vault, wanted.email) });
}

function viewUser(vault: Vault, { id, merchant_id, email_sealed, locale, created_at }: MerchantUserRow): MerchantUserView {
  return { id, merchant_id, email: vault.openForPlatform(email_sealed), locale, created_at };
}
