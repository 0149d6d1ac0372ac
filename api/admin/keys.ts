import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import { adminOperation, type Operation } from '../operation.ts';
import { createdKeySchema, keyListSchema, keySchema, newKeySchema, wireCreatedKey, wireKey } from '../schemas/merchants.ts';

export function keyOperations(merchants: MerchantUseCases): Operation[] {
  const ofMerchant = { tag: 'Keys', path: '/admin/v1/merchants/{id}/keys', id_prefix: 'mer' } as const;
  return [
    adminOperation({
      ...ofMerchant,
      name: 'createKey',
      method: 'post',
      summary: 'Make an API key of one mode',
      body: newKeySchema,
      example: { mode: 'test' },
      idempotent: 'key',
      answers: { 201: { description: 'Made. The key is told this once.', schema: createdKeySchema } },
      refusals: ['too_many_keys'],
      handle: async ({ resource_id, path_id, body }) => ({
        status: 201,
        ...wireCreatedKey(await merchants.createApiKey({ id: resource_id, merchant_id: path_id, mode: body.mode })),
      }),
    }),
    adminOperation({
      ...ofMerchant,
      name: 'listKeys',
      method: 'get',
      summary: 'List the keys of a merchant',
      answers: { 200: { description: 'All of them, newest first, those that were revoked too.', schema: keyListSchema } },
      refusals: [],
      handle: async ({ path_id }) => ({
        status: 200,
        body: { data: (await merchants.listApiKeys(path_id)).map(wireKey), has_more: false },
      }),
    }),
    adminOperation({
      tag: 'Keys',
      path: '/admin/v1/keys/{id}/revoke',
      id_prefix: 'key',
      name: 'revokeKey',
      method: 'post',
      summary: 'Revoke a key: from now on it opens nothing. Harmless when repeated',
      answers: { 200: { description: 'The revoked key.', schema: keySchema } },
      refusals: [],
      handle: async ({ resource_id: id }) => ({
        status: 200,
        body: wireKey(await merchants.revokeApiKey({ merchant_id: await merchants.merchantOf(id), id })),
      }),
    }),
  ];
}
