import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { LIVE_KEYS_MAX } from '../../domain/credentials.ts';
import type { Mode } from '../../domain/subscriptions.ts';
import { createAuthentication } from '../../usecases/authenticate.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import { createMerchantUseCases } from '../../usecases/merchants.ts';
import { newId } from '../../vault/ids.ts';
import { Books, plus } from '../billing/support.ts';

const HOUR_MS = 3_600_000;
const OVERLAP_HOURS = 24;

let books: Books;
let merchants: MerchantUseCases;
let now = new Date('2026-03-01T09:00:00.000Z');
beforeAll(async () => {
  books = await Books.open();
  merchants = createMerchantUseCases({ ...books, now: () => now, secret_overlap_hours: OVERLAP_HOURS });
});
beforeEach(() => {
  now = new Date('2026-03-01T09:00:00.000Z');
});
afterAll(() => books.close());

const contextOf = (): UseCaseContext => ({ ...books, now: () => now }) as unknown as UseCaseContext;
const newMerchant = async () => (await merchants.createMerchant({ name: 'Kiosque', tier: 'premium' })).merchant.id;
const newKey = async (merchant_id: string, mode: Mode = 'test') => {
  const { id, key } = await merchants.createApiKey({ merchant_id, mode });
  return { id, key: key ?? '' };
};

describe('an API key', () => {
  test.each(['test', 'live'] as const)(
    'of mode %s opens that mode of its merchant, and is kept as a hash and a hint only',
    async (mode) => {
      const merchant_id = await newMerchant();
      const { id, key } = await newKey(merchant_id, mode);
      expect(key).toMatch(new RegExp(`^sk_${mode}_[0-9a-f]{48}$`));
      const scope = await createAuthentication(contextOf()).authenticate(key);
      expect(scope).toEqual({ merchant_id, merchant_name: 'Kiosque', tier: 'premium', mode, key_id: id });
      const [row] = await books.rows<{ text: string }>('select api_key::text as text from api_key where id = ?', [id]);
      expect(row?.text).toContain(`sk_${mode}_…${key.slice(-4)}`);
      expect(row?.text).not.toContain(key.slice(8, 40));
    },
  );

  test('that is revoked opens nothing at once, also where it was used a moment before; the others go on', async () => {
    const merchant_id = await newMerchant();
    const [revoked, other] = [await newKey(merchant_id), await newKey(merchant_id)];
    const { authenticate } = createAuthentication(contextOf());
    expect(await authenticate(revoked.key)).toBeDefined();
    await merchants.revokeApiKey({ merchant_id, id: revoked.id });
    expect(await authenticate(revoked.key)).toBeUndefined();
    expect(await authenticate(other.key)).toMatchObject({ key_id: other.id });
  });

  test('that is revoked again keeps the instant of the first time', async () => {
    const merchant_id = await newMerchant();
    const { id } = await newKey(merchant_id);
    const first = await merchants.revokeApiKey({ merchant_id, id });
    now = plus(now, HOUR_MS);
    expect(await merchants.revokeApiKey({ merchant_id, id })).toEqual(first);
  });

  test("of another merchant can't be revoked", async () => {
    const [mine, theirs] = [await newMerchant(), await newMerchant()];
    const { id, key } = await newKey(theirs);
    await expect(merchants.revokeApiKey({ merchant_id: mine, id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await createAuthentication(contextOf()).authenticate(key)).toBeDefined();
  });

  test('asked for again under the same id is the same one, and is not told again', async () => {
    const merchant_id = await newMerchant();
    const id = newId('key');
    const first = await merchants.createApiKey({ merchant_id, mode: 'test', id });
    expect(await merchants.createApiKey({ merchant_id, mode: 'test', id })).toEqual({ ...first, key: null });
    expect(await merchants.listApiKeys(merchant_id)).toHaveLength(1);
  });

  test('is one of a limited number of live ones, also where many are made at once', async () => {
    const merchant_id = await newMerchant();
    const made = await Promise.allSettled(Array.from({ length: LIVE_KEYS_MAX + 3 }, () => newKey(merchant_id)));
    const refused = made.filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(Array(3).fill('too_many_keys'));
    expect(await newKey(merchant_id, 'live')).toBeDefined();
    const [newest] = (await merchants.listApiKeys(merchant_id)).filter(({ mode }) => mode === 'test');
    await merchants.revokeApiKey({ merchant_id, id: newest?.id ?? '' });
    expect(await newKey(merchant_id)).toBeDefined();
  });

  test("tells its last use to the minute: a hundred requests write once, the next minute's write once more", async () => {
    const merchant_id = await newMerchant();
    const { id, key } = await newKey(merchant_id);
    const versionOf = async () => (await books.rows<{ xmin: string }>('select xmin::text from api_key where id = ?', [id]))[0]?.xmin;
    const lastUse = async () => (await merchants.listApiKeys(merchant_id))[0]?.last_used_at;
    expect(await lastUse()).toBeNull();
    // Two processes of the API, each with what it has in mind.
    const processes = [createAuthentication(contextOf()), createAuthentication(contextOf())];
    const useOften = () => Promise.all(Array.from({ length: 50 }, (_, index) => processes[index % 2]?.authenticate(key)));
    const started_at = now;
    await useOften();
    const written = await versionOf();
    expect(await lastUse()).toEqual(started_at);
    now = plus(started_at, 59_000);
    await useOften();
    expect(await versionOf()).toBe(written);
    now = plus(started_at, 61_000);
    await useOften();
    expect(await lastUse()).toEqual(now);
    expect(await versionOf()).not.toBe(written);
  });
});

describe('a callback secret', () => {
  const signing = async (merchant_id: string) => {
    const sealed = await books.unitOfWork.read((stores) => stores.merchants.callbackSecrets(merchant_id, now));
    return sealed.map((each) => books.vault.openForPlatform(each));
  };
  const statuses = async (merchant_id: string) => (await merchants.listCallbackSecrets(merchant_id)).map(({ status }) => status);

  test('is there from the beginning, in the form of Standard Webhooks, kept sealed', async () => {
    const { merchant, callback_secret } = await merchants.createMerchant({ name: 'Kiosque', tier: 'standard' });
    const secret = callback_secret?.secret ?? '';
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(() => new Webhook(secret)).not.toThrow();
    expect(await signing(merchant.id)).toEqual([secret]);
    expect(await merchants.listCallbackSecrets(merchant.id)).toMatchObject([{ hint: `whsec_…${secret.slice(-4)}`, status: 'current' }]);
    const [row] = await books.rows<{ text: string }>('select callback_secret::text as text from callback_secret where merchant_id = ?', [
      merchant.id,
    ]);
    expect(row?.text).not.toContain(Buffer.from(secret).toString('hex'));
  });

  test('and the one before both sign after a rotation, until the time of the older one is over', async () => {
    const { merchant, callback_secret } = await merchants.createMerchant({ name: 'Kiosque', tier: 'standard' });
    now = plus(now, HOUR_MS);
    const { secret } = await merchants.rotateCallbackSecret({ merchant_id: merchant.id });
    expect(await signing(merchant.id)).toEqual([secret, callback_secret?.secret]);
    expect(await statuses(merchant.id)).toEqual(['current', 'expiring']);
    now = plus(now, OVERLAP_HOURS * HOUR_MS - 1);
    expect(await signing(merchant.id)).toHaveLength(2);
    now = plus(now, 1);
    expect(await signing(merchant.id)).toEqual([secret]);
    expect(await statuses(merchant.id)).toEqual(['current', 'retired']);
  });

  test('is retired by hand before its time, and at once where the rotation leaves it no time', async () => {
    const merchant_id = await newMerchant();
    const [first] = await merchants.listCallbackSecrets(merchant_id);
    now = plus(now, 1_000);
    const second = await merchants.rotateCallbackSecret({ merchant_id });
    const retired = await merchants.retireCallbackSecret({ merchant_id, id: first?.id ?? '' });
    expect(retired).toMatchObject({ status: 'retired', expires_at: now });
    expect(await signing(merchant_id)).toEqual([second.secret]);
    now = plus(now, 1_000);
    expect(await merchants.retireCallbackSecret({ merchant_id, id: first?.id ?? '' })).toEqual(retired);
    const third = await merchants.rotateCallbackSecret({ merchant_id, overlap_hours: 0 });
    expect(await signing(merchant_id)).toEqual([third.secret]);
  });

  test('is one of two at most, also where two rotate at once', async () => {
    const merchant_id = await newMerchant();
    const rotated = await Promise.allSettled([1, 2, 3].map(() => merchants.rotateCallbackSecret({ merchant_id })));
    expect(rotated.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of rotated) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'secret_rotation_in_progress' });
    expect(await signing(merchant_id)).toHaveLength(2);
  });

  test('that is the last one that signs is not retired', async () => {
    const merchant_id = await newMerchant();
    const [only] = await merchants.listCallbackSecrets(merchant_id);
    const id = only?.id ?? '';
    await expect(merchants.retireCallbackSecret({ merchant_id, id })).rejects.toMatchObject({ code: 'secret_is_the_last' });
    expect(await signing(merchant_id)).toHaveLength(1);
  });

  test('that a rotation brought may be given up: the one before stays for good', async () => {
    const { merchant, callback_secret } = await merchants.createMerchant({ name: 'Kiosque', tier: 'standard' });
    now = plus(now, 1_000);
    const given_up = await merchants.rotateCallbackSecret({ merchant_id: merchant.id });
    await merchants.retireCallbackSecret({ merchant_id: merchant.id, id: given_up.id });
    now = plus(now, 10 * OVERLAP_HOURS * HOUR_MS);
    expect(await signing(merchant.id)).toEqual([callback_secret?.secret]);
    expect(await statuses(merchant.id)).toEqual(['retired', 'current']);
  });
});

test('what is of no merchant, or of another one, is not found', async () => {
  const [mine, theirs] = [await newMerchant(), await newMerchant()];
  const [secret] = await merchants.listCallbackSecrets(theirs);
  const refused = { code: 'not_found' };
  await expect(merchants.getMerchant('mer_nowhere')).rejects.toMatchObject(refused);
  await expect(merchants.changeMerchant('mer_nowhere', { tier: 'premium' })).rejects.toMatchObject(refused);
  await expect(merchants.createApiKey({ merchant_id: 'mer_nowhere', mode: 'test' })).rejects.toMatchObject(refused);
  await expect(merchants.listApiKeys('mer_nowhere')).rejects.toMatchObject(refused);
  await expect(merchants.rotateCallbackSecret({ merchant_id: 'mer_nowhere' })).rejects.toMatchObject(refused);
  await expect(merchants.listCallbackSecrets('mer_nowhere')).rejects.toMatchObject(refused);
  await expect(merchants.retireCallbackSecret({ merchant_id: mine, id: secret?.id ?? '' })).rejects.toMatchObject(refused);
  for (const id of ['key_nowhere', 'sec_nowhere', 'usr_nowhere', 'mer_nowhere', 'constructor', ''])
    await expect(merchants.merchantOf(id)).rejects.toMatchObject(refused);
});

test('merchants are listed newest first, by page and by tier', async () => {
  const made = [];
  for (const tier of ['prestige', 'prestige', 'standard'] as const)
    made.push((await merchants.createMerchant({ name: tier, tier })).merchant.id);
  const ofTier = await merchants.listMerchants({ limit: 100, after: undefined, tier: 'prestige' });
  expect(ofTier.data.every(({ tier }) => tier === 'prestige')).toBe(true);
  const first = await merchants.listMerchants({ limit: 1, after: undefined, tier: 'prestige' });
  expect(first.has_more).toBe(true);
  const rest = await merchants.listMerchants({ limit: 100, after: first.data[0]?.id, tier: 'prestige' });
  expect([...first.data, ...rest.data]).toEqual(ofTier.data);
});
