import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  addMerchantUser,
  findMerchantUsers,
  listMerchantUsers,
  MERCHANT_USERS_MAX,
  type MerchantContext,
  removeMerchantUser,
} from '../../usecases/merchant-users.ts';
import { newId } from '../../vault/ids.ts';
import { Books } from '../billing/support.ts';

let books: Books;
let context: MerchantContext;
beforeAll(async () => {
  books = await Books.open();
  context = { unitOfWork: books.unitOfWork, vault: books.vault, now: () => new Date() };
});
afterAll(() => books.close());

async function newMerchant(): Promise<string> {
  const id = newId('mer');
  await books.unitOfWork.transaction((stores) =>
    stores.merchants.insert({ id, name: 'Kiosque', tier: 'standard', created_at: new Date() }),
  );
  return id;
}

test('a person is found by the address in any case, at each merchant', async () => {
  const [one, other] = [await newMerchant(), await newMerchant()];
  await addMerchantUser(context, { merchant_id: one, email: ' Claire@Example.com ', locale: 'fr' });
  await addMerchantUser(context, { merchant_id: other, email: 'claire@example.com', locale: 'en' });
  const found = await findMerchantUsers(context, 'CLAIRE@example.com');
  expect(found.map(({ merchant_id, email, locale }) => ({ merchant_id, email, locale }))).toEqual([
    { merchant_id: one, email: 'Claire@Example.com', locale: 'fr' },
    { merchant_id: other, email: 'claire@example.com', locale: 'en' },
  ]);
  expect(await findMerchantUsers(context, 'nobody@example.com')).toEqual([]);
});

test('a person added twice, or by many at once, is one, with the language that was said last', async () => {
  const merchant_id = await newMerchant();
  const add = (email: string, locale: 'fr' | 'en') => addMerchantUser(context, { merchant_id, email, locale });
  const added = await Promise.all(['a@example.com', 'A@example.com', 'a@EXAMPLE.com'].map((email) => add(email, 'fr')));
  expect(added.filter(({ was_new }) => was_new)).toHaveLength(1);
  expect((await add('a@example.com', 'en')).was_new).toBe(false);
  expect(await listMerchantUsers(context, merchant_id)).toMatchObject([{ id: added[0]?.user.id, locale: 'en' }]);
});

test('the table holds no address that can be read', async () => {
  const merchant_id = await newMerchant();
  await addMerchantUser(context, { merchant_id, email: 'secret.person@example.com', locale: 'fr' });
  const [row] = await books.rows<{ text: string }>('select merchant_user::text as text, * from merchant_user where merchant_id = ?', [
    merchant_id,
  ]);
  const hex = Buffer.from('secret.person').toString('hex');
  expect(row?.text).not.toContain('secret.person');
  expect(row?.text).not.toContain(hex);
});

test('a removed person is of that merchant no more, and of others still', async () => {
  const [one, other] = [await newMerchant(), await newMerchant()];
  const { user } = await addMerchantUser(context, { merchant_id: one, email: 'b@example.com', locale: 'fr' });
  await addMerchantUser(context, { merchant_id: other, email: 'b@example.com', locale: 'fr' });
  await expect(removeMerchantUser(context, { merchant_id: other, id: user.id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await removeMerchantUser(context, { merchant_id: one, email: 'B@example.com' })).toMatchObject({ id: user.id });
  await expect(removeMerchantUser(context, { merchant_id: one, id: user.id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await findMerchantUsers(context, 'b@example.com')).toMatchObject([{ merchant_id: other }]);
});

test('a merchant has no more people than the limit, and one who is not there has none', async () => {
  const merchant_id = await newMerchant();
  for (let count = 0; count < MERCHANT_USERS_MAX; count += 1) {
    await addMerchantUser(context, { merchant_id, email: `p${count}@example.com`, locale: 'fr' });
  }
  const one_more = { merchant_id, email: 'one.more@example.com', locale: 'fr' } as const;
  await expect(addMerchantUser(context, one_more)).rejects.toMatchObject({ code: 'too_many_users' });
  await removeMerchantUser(context, { merchant_id, email: 'p7@example.com' });
  expect(await addMerchantUser(context, one_more)).toMatchObject({ was_new: true });
  const nowhere = { ...one_more, merchant_id: 'mer_nowhere' };
  await expect(addMerchantUser(context, nowhere)).rejects.toMatchObject({ code: 'not_found' });
  await expect(listMerchantUsers(context, 'mer_nowhere')).rejects.toMatchObject({ code: 'not_found' });
});
