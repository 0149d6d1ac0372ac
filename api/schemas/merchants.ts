import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { OVERLAP_HOURS_MAX } from '../../domain/credentials.ts';
import { TIERS } from '../../domain/offers.ts';
import { LOCALES, MODES } from '../../domain/subscriptions.ts';
import type {
  ApiKeyView,
  CallbackSecretView,
  CreatedApiKey,
  CreatedCallbackSecret,
  MerchantChange,
  MerchantUserView,
  MerchantView,
} from '../../usecases/merchant-types.ts';
import { id, instant, listOf } from './answers.ts';
import { emailField, localeField, nameField } from './fields.ts';

/** Merchants, their keys, secrets and people, as the admin port and the merchants' console say them. */

export const tierField = z.enum(TIERS, { error: `must be one of ${TIERS.join(', ')}` }).meta({ example: 'premium' });
const modeField = z.enum(MODES, { error: `must be one of ${MODES.join(', ')}` }).meta({ example: 'test' });

export const newMerchantSchema = z.strictObject({ name: nameField, tier: tierField }).meta({ id: 'NewMerchant' });
export const merchantChangeSchema = z
  .strictObject({ name: nameField.exactOptional(), tier: tierField.exactOptional() })
  .meta({ id: 'MerchantChange' });

export const merchantSchema = z
  .object({ id: id('mer'), name: z.string(), tier: z.enum(TIERS), created_at: instant })
  .meta({ id: 'Merchant' });
export const merchantListSchema = listOf('Merchant', merchantSchema);

export const newKeySchema = z.strictObject({ mode: modeField }).meta({ id: 'NewKey' });

const keyFields = {
  id: id('key'),
  merchant: id('mer'),
  mode: z.enum(MODES),
  hint: z.string().meta({ description: 'How it begins and its last four characters.', example: 'sk_test_…9f2c' }),
  created_at: instant,
  last_used_at: instant.nullable().meta({ description: 'To the minute.' }),
  revoked_at: instant.nullable(),
};
export const keySchema = z.object(keyFields).meta({ id: 'Key' });
export const keyListSchema = listOf('Key', keySchema);
export const createdKeySchema = z
  .object({
    ...keyFields,
    key: z
      .string()
      .nullable()
      .meta({
        description: 'Told once: null in a replayed answer, for only its hash is kept.',
        example: `sk_test_${'0123456789abcdef'.repeat(3)}`,
      }),
  })
  .meta({ id: 'CreatedKey' });

export const rotationSchema = z
  .strictObject({
    overlap_hours: z
      .number({ error: 'must be an integer' })
      .int('must be an integer')
      .min(0, 'must be at least 0')
      .max(OVERLAP_HOURS_MAX, `must be at most ${OVERLAP_HOURS_MAX}`)
      .exactOptional()
      .meta({
        description: 'How long the secret before goes on signing; what the platform is set to where absent. 0 retires it at once.',
        example: 24,
      }),
  })
  .meta({ id: 'Rotation' });

const secretFields = {
  id: id('sec'),
  merchant: id('mer'),
  hint: z.string().meta({ description: 'How it begins and its last four characters.', example: 'whsec_…LaSw' }),
  status: z
    .enum(['current', 'expiring', 'retired'])
    .meta({ description: '`current` and `expiring` sign callbacks, `expiring` until `expires_at`.' }),
  created_at: instant,
  expires_at: instant.nullable(),
};
export const secretSchema = z.object(secretFields).meta({ id: 'CallbackSecret' });
export const secretListSchema = listOf('CallbackSecret', secretSchema);
export const createdSecretSchema = z
  .object({
    ...secretFields,
    secret: z
      .string()
      .nullable()
      .meta({ description: 'Told once: null in a replayed answer.', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
  })
  .meta({ id: 'CreatedCallbackSecret' });

export const createdMerchantSchema = merchantSchema
  .extend({ callback_secret: createdSecretSchema.nullable().meta({ description: 'Null in a replayed answer.' }) })
  .meta({ id: 'CreatedMerchant' });

export const newUserSchema = z
  .strictObject({
    email: emailField.meta({ description: "Who gets the merchant's mails. Kept encrypted.", example: 'claire@journal.example' }),
    locale: localeField.default('fr'),
  })
  .meta({ id: 'NewUser' });
export const userSchema = z
  .object({
    id: id('usr'),
    merchant: id('mer'),
    email: z.string().meta({ example: 'claire@journal.example' }),
    locale: z.enum(LOCALES),
    created_at: instant,
  })
  .meta({ id: 'User' });
export const userListSchema = listOf('User', userSchema);

export function merchantChange({ name, tier }: z.output<typeof merchantChangeSchema>): MerchantChange {
  return { ...(name === undefined ? {} : { name }), ...(tier === undefined ? {} : { tier }) };
}

export function wireMerchant({ id, name, tier, created_at }: MerchantView): z.output<typeof merchantSchema> {
  return { id, name, tier, created_at: wireInstant(created_at) };
}

export function wireKey({ id, merchant_id, mode, hint, ...instants }: ApiKeyView): z.output<typeof keySchema> {
  return {
    id,
    merchant: merchant_id,
    mode,
    hint,
    created_at: wireInstant(instants.created_at),
    last_used_at: instants.last_used_at === null ? null : wireInstant(instants.last_used_at),
    revoked_at: instants.revoked_at === null ? null : wireInstant(instants.revoked_at),
  };
}

/** What is told once, and what an Idempotency-Key keeps of it. */
type Once<T> = { body: T; kept: T };

export function wireCreatedKey(view: CreatedApiKey): Once<z.output<typeof createdKeySchema>> {
  return { body: { ...wireKey(view), key: view.key }, kept: { ...wireKey(view), key: null } };
}

export function wireSecret(view: CallbackSecretView): z.output<typeof secretSchema> {
  const { id, merchant_id, hint, status, created_at, expires_at } = view;
  const instants = { created_at: wireInstant(created_at), expires_at: expires_at === null ? null : wireInstant(expires_at) };
  return { id, merchant: merchant_id, hint, status, ...instants };
}

export function wireCreatedSecret(view: CreatedCallbackSecret): Once<z.output<typeof createdSecretSchema>> {
  return { body: { ...wireSecret(view), secret: view.secret }, kept: { ...wireSecret(view), secret: null } };
}

export function wireUser({ id, merchant_id, email, locale, created_at }: MerchantUserView): z.output<typeof userSchema> {
  return { id, merchant: merchant_id, email, locale, created_at: wireInstant(created_at) };
}
