import { z } from 'zod';
import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import { adminOperation, type Operation } from '../operation.ts';
import {
  createdMerchantSchema,
  merchantChange,
  merchantChangeSchema,
  merchantListSchema,
  merchantSchema,
  newMerchantSchema,
  tierField,
  wireCreatedSecret,
  wireMerchant,
} from '../schemas/merchants.ts';
import { pageFields, wireList } from '../schemas/pages.ts';

const merchantQuery = z.strictObject({
  ...pageFields('mer'),
  tier: tierField.exactOptional().meta({ description: 'Only merchants of this tier.', example: 'standard' }),
});

export function merchantOperations(merchants: MerchantUseCases): Operation[] {
  const shared = { tag: 'Merchants', path: '/admin/v1/merchants/{id}', id_prefix: 'mer' } as const;
  return [
    adminOperation({
      name: 'createMerchant',
      tag: 'Merchants',
      method: 'post',
      path: '/admin/v1/merchants',
      summary: 'Create a merchant, with its first callback secret',
      body: newMerchantSchema,
      example: { name: 'Éditions Martin', tier: 'premium' },
      idempotent: 'mer',
      answers: { 201: { description: 'Created. The secret is told this once.', schema: createdMerchantSchema } },
      refusals: [],
      handle: async ({ resource_id, body }) => {
        const { merchant, callback_secret } = await merchants.createMerchant({ id: resource_id, ...body });
        const secret = callback_secret === null ? { body: null, kept: null } : wireCreatedSecret(callback_secret);
        const told = wireMerchant(merchant);
        return {
          status: 201,
          body: { ...told, callback_secret: secret.body },
          kept: { ...told, callback_secret: secret.kept },
        };
      },
    }),
    adminOperation({
      name: 'listMerchants',
      tag: 'Merchants',
      method: 'get',
      path: '/admin/v1/merchants',
      summary: 'List merchants',
      query: merchantQuery,
      answers: { 200: { description: 'A page, newest first.', schema: merchantListSchema } },
      refusals: [],
      handle: async ({ query: { limit, after, tier } }) => ({
        status: 200,
        body: wireList(await merchants.listMerchants({ limit, after, tier }), wireMerchant),
      }),
    }),
    adminOperation({
      ...shared,
      name: 'getMerchant',
      method: 'get',
      summary: 'Read a merchant',
      answers: { 200: { description: 'The merchant.', schema: merchantSchema } },
      refusals: [],
      handle: async ({ resource_id }) => ({ status: 200, body: wireMerchant(await merchants.getMerchant(resource_id)) }),
    }),
    adminOperation({
      ...shared,
      name: 'changeMerchant',
      method: 'patch',
      summary: 'Change the name or the tier; subscriptions that run renew on',
      body: merchantChangeSchema,
      example: { tier: 'premium' },
      answers: { 200: { description: 'The changed merchant.', schema: merchantSchema } },
      refusals: [],
      handle: async ({ resource_id, body }) => ({
        status: 200,
        body: wireMerchant(await merchants.changeMerchant(resource_id, merchantChange(body))),
      }),
    }),
  ];
}
