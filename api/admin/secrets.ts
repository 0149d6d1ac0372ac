import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import { adminOperation, type Operation } from '../operation.ts';
import {
  createdSecretSchema,
  rotationSchema,
  secretListSchema,
  secretSchema,
  wireCreatedSecret,
  wireSecret,
} from '../schemas/merchants.ts';

export function secretOperations(merchants: MerchantUseCases): Operation[] {
  const ofMerchant = { tag: 'Callback secrets', id_prefix: 'mer' } as const;
  return [
    adminOperation({
      ...ofMerchant,
      path: '/admin/v1/merchants/{id}/secrets/rotate',
      name: 'rotateSecret',
      method: 'post',
      summary: 'Make a new callback secret; the one before signs beside it for a while',
      body: rotationSchema,
      example: { overlap_hours: 24 },
      idempotent: 'sec',
      answers: { 201: { description: 'Made, and signing. The secret is told this once.', schema: createdSecretSchema } },
      refusals: ['secret_rotation_in_progress'],
      handle: async ({ resource_id, path_id, body }) => ({
        status: 201,
        ...wireCreatedSecret(await merchants.rotateCallbackSecret({ id: resource_id, merchant_id: path_id, ...body })),
      }),
    }),
    adminOperation({
      ...ofMerchant,
      path: '/admin/v1/merchants/{id}/secrets',
      name: 'listSecrets',
      method: 'get',
      summary: 'List the callback secrets of a merchant',
      answers: { 200: { description: 'All of them, newest first, those that were retired too.', schema: secretListSchema } },
      refusals: [],
      handle: async ({ path_id }) => ({
        status: 200,
        body: { data: (await merchants.listCallbackSecrets(path_id)).map(wireSecret), has_more: false },
      }),
    }),
    adminOperation({
      tag: 'Callback secrets',
      path: '/admin/v1/secrets/{id}/retire',
      id_prefix: 'sec',
      name: 'retireSecret',
      method: 'post',
      summary: 'Retire a callback secret: from now on it signs nothing. Harmless when repeated',
      answers: { 200: { description: 'The retired secret.', schema: secretSchema } },
      refusals: ['secret_is_the_last'],
      handle: async ({ resource_id: id }) => ({
        status: 200,
        body: wireSecret(await merchants.retireCallbackSecret({ merchant_id: await merchants.merchantOf(id), id })),
      }),
    }),
  ];
}
