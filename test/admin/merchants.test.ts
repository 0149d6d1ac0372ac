import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthentication } from '../../usecases/authenticate.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import { Books } from '../billing/support.ts';
import { adminOf } from './support.ts';

let books: Books;
const admin = (...args: string[]) => adminOf(books)(...args);
const json = async (...args: string[]) => JSON.parse((await admin(...args, '--json')).out);
let merchant: string;

beforeAll(async () => {
  books = await Books.open();
  merchant = (await json('merchant', 'create', '--name', 'Éditions Martin', '--tier', 'premium')).merchant.id;
});
afterAll(() => books.close());

const opens = async (key: string) =>
  (await createAuthentication({ ...books, now: () => new Date() } as unknown as UseCaseContext).authenticate(key)) !== undefined;

describe('npm run admin -- merchant', () => {
  test('create shows the merchant and, this once, its callback secret', async () => {
    const { exit, out } = await admin('merchant', 'create', '--name', ' Kiosque ', '--tier', 'prestige');
    expect(exit).toBe(0);
    expect(out).toMatch(/^mer_\w+ {2}Kiosque, prestige, since .+\ncallback secret sec_\w+, shown this once:\nwhsec_[\w+/]{32}\n$/);
    const id = out.slice(0, 30);
    const shown = await admin('merchant', 'show', id);
    expect(shown.out).toContain('Kiosque, prestige');
    expect(shown.out).toContain('no keys');
    expect(shown.out).toContain('no people');
    expect(shown.out).not.toContain(out.trim().split('\n').at(-1));
  });

  test('tier moves it, and a merchant without subscriptions is made where none is said', async () => {
    const made = await json('merchant', 'create', '--name', 'Kiosque');
    expect(made.merchant.tier).toBe('standard');
    expect((await admin('merchant', 'tier', made.merchant.id, 'premium')).out).toContain('Kiosque, premium');
    expect((await json('merchant', 'show', made.merchant.id)).merchant.tier).toBe('premium');
  });

  test('list goes page by page', async () => {
    const all = (await json('merchant', 'list')).data;
    const first = await admin('merchant', 'list', '--limit', '1');
    expect(first.out).toContain(`--after ${all[0].id}`);
    expect((await json('merchant', 'list', '--after', all[0].id)).data).toEqual(all.slice(1));
    expect((await admin('merchant', 'list', '--tier', 'standard', '--after', 'mer_0')).out).toBe('no merchants\n');
  });

  test('user add, list and remove keep its people', async () => {
    const added = await admin('merchant', 'user', 'add', merchant, 'claire@journal.example', '--locale', 'en');
    expect(added.out).toMatch(/^added: usr_\w+ {2}claire@journal.example, en\n$/);
    expect((await admin('merchant', 'user', 'add', merchant, 'Claire@journal.example')).out).toMatch(/^was there already: .*, fr\n$/);
    const [user] = await json('merchant', 'user', 'list', merchant);
    expect(user).toMatchObject({ email: 'claire@journal.example', locale: 'fr' });
    expect((await admin('merchant', 'user', 'remove', merchant, 'CLAIRE@journal.example')).out).toContain(user.id);
    const again = await admin('merchant', 'user', 'remove', merchant, user.id);
    expect(again).toMatchObject({ exit: 1, err: `There is no user ${user.id}.\n` });
  });
});

describe('npm run admin -- key', () => {
  test('create shows a key this once, list only what it begins and ends with, and revoke closes it', async () => {
    const made = await admin('key', 'create', merchant, '--mode', 'live');
    const [, id = '', key = ''] = /^key (key_\w+), shown this once:\n(sk_live_[0-9a-f]{48})\n$/.exec(made.out) ?? [];
    expect(await opens(key)).toBe(true);
    const listed = await admin('key', 'list', merchant);
    expect(listed.out).toContain(`sk_live_…${key.slice(-4)}`);
    expect(listed.out).not.toContain(key);
    expect((await json('key', 'list', merchant))[0]).toMatchObject({
      id,
      mode: 'live',
      revoked_at: null,
      last_used_at: expect.any(String),
    });
    expect((await admin('key', 'revoke', id)).out).toMatch(new RegExp(`^revoked .*: ${id} {2}sk_live_…${key.slice(-4)} of ${merchant}\n$`));
    expect(await opens(key)).toBe(false);
    expect(await admin('key', 'revoke', id)).toMatchObject({ exit: 0 });
  });
});

describe('npm run admin -- secret', () => {
  test('rotate shows a new one this once, and retire ends the one before', async () => {
    const [before] = await json('secret', 'list', merchant);
    const { out } = await admin('secret', 'rotate', merchant, '--overlap-hours', '48');
    expect(out).toMatch(/^callback secret sec_\w+, shown this once:\nwhsec_.{32}\n$/);
    expect(await admin('secret', 'rotate', merchant)).toMatchObject({ exit: 1, err: expect.stringContaining('Two secrets sign already') });
    expect((await admin('secret', 'list', merchant)).out).toMatch(/current .*no end\n.*expiring/s);
    expect((await admin('secret', 'retire', before.id)).out).toMatch(/^retired /);
    const [current, retired] = await json('secret', 'list', merchant);
    expect([current.status, retired.status, retired.id]).toEqual(['current', 'retired', before.id]);
    expect(await admin('secret', 'retire', current.id)).toMatchObject({ exit: 1, err: 'No other secret signs: rotate first.\n' });
  });
});

describe('wrong usage', () => {
  test.each([
    // arguments                                                          exit  says
    [['merchant', 'create'], 2, "required option '--name <name>'"],
    [['merchant', 'create', '--name', ' '], 2, 'Between 1 and 120 characters'],
    [['merchant', 'create', '--name', 'x'.repeat(121)], 2, 'Between 1 and 120 characters'],
    [['merchant', 'create', '--name', 'a\nb'], 2, 'on one line'],
    [['merchant', 'create', '--name', 'a\u202eb'], 2, 'on one line'],
    [['merchant', 'create', '--name', 'x', '--tier', 'gold'], 2, 'Allowed choices are standard, premium, prestige'],
    [['merchant', 'show'], 2, "missing required argument 'merchant'"],
    [['merchant', 'show', 'doc_1'], 2, 'An id such as mer_01k… is expected'],
    [['merchant', 'show', "mer_1'; drop table merchant"], 2, 'An id such as mer_01k… is expected'],
    [['merchant', 'show', 'mer_nowhere'], 1, 'There is no merchant mer_nowhere.'],
    [['merchant', 'list', '--limit', '0'], 2, 'A whole number from 1 to 1000'],
    [['merchant', 'list', '--limit', '1e9'], 2, 'A whole number from 1 to 1000'],
    [['merchant', 'tier', 'mer_nowhere'], 2, "missing required argument 'tier'"],
    [['merchant', 'tier', 'mer_nowhere', 'gold'], 2, 'Allowed choices are standard, premium, prestige'],
    [['merchant', 'tier', 'mer_nowhere', 'premium'], 1, 'There is no merchant mer_nowhere.'],
    [['merchant', 'user', 'add', 'mer_nowhere', 'claire'], 2, 'An e-mail address such as'],
    [['merchant', 'user', 'add', 'mer_nowhere', `${'c'.repeat(250)}@b.fr`], 2, 'An e-mail address such as'],
    [['merchant', 'user', 'add', 'mer_nowhere', 'a@b.fr\nBcc: c@d.fr'], 2, 'An e-mail address such as'],
    [['merchant', 'user', 'add', 'mer_nowhere', 'a@b.fr', '--locale', 'de'], 2, 'Allowed choices are fr, en'],
    [['merchant', 'user', 'add', 'mer_nowhere', 'a@b.fr'], 1, 'There is no merchant mer_nowhere.'],
    [['merchant', 'user', 'list', 'mer_nowhere'], 1, 'There is no merchant mer_nowhere.'],
    [['merchant', 'user', 'remove', 'mer_nowhere', 'nobody'], 2, 'An e-mail address such as'],
    [['merchant', 'user', 'remove', 'mer_nowhere', 'a@b.fr'], 1, 'There is no user'],
    [['key', 'create', 'mer_nowhere'], 2, "required option '--mode <mode>'"],
    [['key', 'create', 'mer_nowhere', '--mode', 'both'], 2, 'Allowed choices are test, live'],
    [['key', 'create', 'mer_nowhere', '--mode', 'test'], 1, 'There is no merchant mer_nowhere.'],
    [['key', 'list', 'mer_nowhere'], 1, 'There is no merchant mer_nowhere.'],
    [['key', 'revoke', 'sk_test_123'], 2, 'An id such as key_01k… is expected'],
    [['key', 'revoke', 'key_nowhere'], 1, 'There is no key, secret or user key_nowhere.'],
    [['secret', 'rotate', 'mer_nowhere', '--overlap-hours', '-1'], 2, 'A whole number from 0 to 720'],
    [['secret', 'rotate', 'mer_nowhere', '--overlap-hours', '721'], 2, 'A whole number from 0 to 720'],
    [['secret', 'rotate', 'mer_nowhere'], 1, 'There is no merchant mer_nowhere.'],
    [['secret', 'retire', 'key_1'], 2, 'An id such as sec_01k… is expected'],
    [['secret', 'retire', 'sec_nowhere'], 1, 'There is no key, secret or user sec_nowhere.'],
    [['secret', 'forget', 'sec_nowhere'], 2, "unknown command 'forget'"],
  ])('%j ends with %i: %s', async (args, exit, says) => {
    const ran = await admin(...args);
    expect(ran).toMatchObject({ exit, out: '' });
    expect(ran.err).toContain(says);
  });

  test.each([['merchant'], ['key'], ['secret']])('%s --help says what there is', async (name) => {
    const { exit, out } = await admin(name, '--help');
    expect(exit).toBe(0);
    expect(out).toMatch(/Commands:\n/);
  });
});
