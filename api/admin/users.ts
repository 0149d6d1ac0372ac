import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import { adminOperation, type Operation } from '../operation.ts';
import { newUserSchema, userListSchema, userSchema, wireUser } from '../schemas/merchants.ts';

export function userOperations(merchants: MerchantUseCases): Operation[] {
  const ofMerchant = { tag: 'People', path: '/admin/v1/merchants/{id}/users', id_prefix: 'mer' } as const;
  return [
    adminOperation({
      ...ofMerchant,
      name: 'addUser',
      method: 'post',
      summary: 'Add a person to a merchant; one who is there already only changes language',
      body: newUserSchema,
      example: { email: 'claire@journal.example', locale: 'fr' },
      idempotent: 'usr',
      answers: {
        200: { description: 'The person was there already.', schema: userSchema },
        201: { description: 'Added.', schema: userSchema },
      },
      refusals: ['too_many_users'],
      handle: async ({ resource_id, path_id, body }) => {
        const { user, was_new } = await merchants.addMerchantUser({ id: resource_id, merchant_id: path_id, ...body });
        return { status: was_new ? 201 : 200, body: wireUser(user) };
      },
    }),
    adminOperation({
      ...ofMerchant,
      name: 'listUsers',
      method: 'get',
      summary: 'List the people of a merchant',
      answers: { 200: { description: 'All of them, those who were added first first.', schema: userListSchema } },
      refusals: [],
      handle: async ({ path_id }) => ({
        status: 200,
        body: { data: (await merchants.listMerchantUsers(path_id)).map(wireUser), has_more: false },
      }),
    }),
    adminOperation({
      tag: 'People',
      path: '/admin/v1/users/{id}/remove',
      id_prefix: 'usr',
      name: 'removeUser',
      method: 'post',
      summary: 'Remove a person: no mails and no sign-in from now on',
      answers: { 200: { description: 'Who was removed.', schema: userSchema } },
      refusals: [],
      handle: async ({ resource_id: id }) => ({
        status: 200,
        body: wireUser(await merchants.removeMerchantUser({ merchant_id: await merchants.merchantOf(id), id })),
      }),
    }),
  ];
}
