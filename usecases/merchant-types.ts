import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { SecretStatus } from '../domain/credentials.ts';
import type { Tier } from '../domain/offers.ts';
import type { Locale, Mode } from '../domain/subscriptions.ts';
import type { Vault } from '../vault/vault.ts';
import type { Listing, Page } from './types.ts';

/** What the functions about merchants work with: the API's, the operators' and the console's contexts all have it. */
export type MerchantContext = { unitOfWork: UnitOfWork; vault: Vault; now: () => Date };

/** Where an id is absent a new one is made. The same id again makes nothing more. */
type OptionalId = { id?: string | undefined };
/** Something of one merchant. */
export type Owned = { merchant_id: string; id: string };

export type NewMerchant = OptionalId & { name: string; tier: Tier };
export type MerchantChange = { name?: string; tier?: Tier };
export type MerchantPage = Page & { tier?: Tier | undefined };
export type MerchantView = { id: string; name: string; tier: Tier; created_at: Date };

export type NewApiKey = OptionalId & { merchant_id: string; mode: Mode };
export type ApiKeyView = {
  id: string;
  merchant_id: string;
  mode: Mode;
  hint: string;
  created_at: Date;
  /** To the minute. */
  last_used_at: Date | null;
  revoked_at: Date | null;
};
/** `key` is there once, when it is made: only its keyed hash is kept. Null where the same id was asked for before. */
export type CreatedApiKey = ApiKeyView & { key: string | null };

export type Rotation = OptionalId & {
  merchant_id: string;
  /** How long the secret before goes on signing; the platform's setting where absent. 0 retires it at once. */
  overlap_hours?: number | undefined;
};
export type CallbackSecretView = {
  id: string;
  merchant_id: string;
  hint: string;
  status: SecretStatus;
  created_at: Date;
  /** When it stops, or stopped, signing. */
  expires_at: Date | null;
};
/** `secret` is there once, when it is made. Null where the same id was asked for before. */
export type CreatedCallbackSecret = CallbackSecretView & { secret: string | null };

export type NewMerchantUser = OptionalId & { merchant_id: string; email: string; locale: Locale };
export type MerchantUserView = { id: string; merchant_id: string; email: string; locale: Locale; created_at: Date };
/** By the address or by the id. */
export type WantedUser = { merchant_id: string; email: string } | Owned;

/**
 * All that is done with merchants, their keys, secrets and people; written once, for operators and for the merchants' own console. Each
 * throws a Refusal for what it doesn't do: not_found where the merchant, or the thing of this merchant, is not there.
 */
export type MerchantUseCases = {
  /** Makes a merchant and its first callback secret. */
  createMerchant(input: NewMerchant): Promise<{ merchant: MerchantView; callback_secret: CreatedCallbackSecret | null }>;
  /** Newest first. */
  listMerchants(page: MerchantPage): Promise<Listing<MerchantView>>;
  getMerchant(merchant_id: string): Promise<MerchantView>;
  /** Another tier holds from the next request on. Subscriptions that run renew on (docs/decisions/0017). */
  changeMerchant(merchant_id: string, change: MerchantChange): Promise<MerchantView>;

  /** Refuses with too_many_keys. */
  createApiKey(input: NewApiKey): Promise<CreatedApiKey>;
  /** Newest first, those that were revoked too. */
  listApiKeys(merchant_id: string): Promise<ApiKeyView[]>;
  /** Opens nothing from now on; harmless when repeated. */
  revokeApiKey(key: Owned): Promise<ApiKeyView>;

  /** Makes a new secret that signs at once; the one before signs beside it for a while. Refuses with secret_rotation_in_progress. */
  rotateCallbackSecret(rotation: Rotation): Promise<CreatedCallbackSecret>;
  /** Newest first, those that were retired too. */
  listCallbackSecrets(merchant_id: string): Promise<CallbackSecretView[]>;
  /** Signs nothing from now on; harmless when repeated. Refuses with secret_is_the_last. */
  retireCallbackSecret(secret: Owned): Promise<CallbackSecretView>;

  /** One who is there already stays as added, but for the language. Refuses with too_many_users. */
  addMerchantUser(input: NewMerchantUser): Promise<{ user: MerchantUserView; was_new: boolean }>;
  /** Those who were added first first. */
  listMerchantUsers(merchant_id: string): Promise<MerchantUserView[]>;
  /** No mails and no sign-in from now on. */
  removeMerchantUser(wanted: WantedUser): Promise<MerchantUserView>;

  /** Whose a key (`key_…`), a secret (`sec_…`) or a person (`usr_…`) is. For operators, who name things without their merchant. */
  merchantOf(id: string): Promise<string>;
};
