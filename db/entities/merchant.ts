import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { TIERS } from '../../domain/offers.ts';
import { bytes, id, instant, locale, mode, reference } from './columns.ts';

export const Merchant = defineEntity({
  name: 'Merchant',
  tableName: 'merchant',
  properties: { id: id(), name: p.string().length(120), tier: p.enum(TIERS).length(10), created_at: instant() },
});
export type MerchantRow = InferEntity<typeof Merchant>;

/** An API key is known by its hash only; `hint` is what a person may see of it again. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: id(),
    merchant_id: reference().index(),
    mode: mode(),
    key_hash: bytes().unique(),
    hint: p.string().length(24),
    created_at: instant(),
    /** To the minute: a request costs no write. */
    last_used_at: instant().nullable(),
    revoked_at: instant().nullable(),
  },
});
export type ApiKeyRow = InferEntity<typeof ApiKey>;

/** Signs callbacks. Two may be live while a merchant rotates: `expires_at` is set on the older one. */
export const CallbackSecret = defineEntity({
  name: 'CallbackSecret',
  tableName: 'callback_secret',
  properties: {
    id: id(),
    merchant_id: reference().index(),
    secret_sealed: bytes(),
    created_at: instant(),
    expires_at: instant().nullable(),
  },
});
export type CallbackSecretRow = InferEntity<typeof CallbackSecret>;

/** A person of a merchant, known by the e-mail: gets the mails that concern the merchant, and may sign in for it. */
export const MerchantUser = defineEntity({
  name: 'MerchantUser',
  tableName: 'merchant_user',
  // The same person added twice is one row; one person may be of several merchants.
  uniques: [{ properties: ['merchant_id', 'email_hash'] }],
  properties: {
    id: id(),
    merchant_id: reference(),
    email_hash: bytes().index(),
    /** Under the platform's key. */
    email_sealed: bytes(),
    locale: locale(),
    created_at: instant(),
  },
});
export type MerchantUserRow = InferEntity<typeof MerchantUser>;
