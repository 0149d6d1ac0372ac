import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mode } from '../../domain/subscriptions.ts';
import type { TokenKind } from '../../gateways/isp/port.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import { createUseCases } from '../../usecases/index.ts';
import type { Scope, UseCases } from '../../usecases/types.ts';
import { newId } from '../../vault/ids.ts';
import { Books } from '../billing/support.ts';
import { NO_SETTLEMENTS } from '../support/no-settlements.ts';

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

/** Use cases at ISPs that are real or simulated, as they say, and an engine that nothing may reach. */
function useCasesAt(simulated: boolean): UseCases {
  const introspect = async (token: string) => {
    const kind: TokenKind = token.startsWith('mandate') ? 'mandate' : 'one_shot';
    return { active: true, kind, subscriber_reference: newId('buy'), simulated };
  };
  const notReached = async (): Promise<never> => {
    throw new Error('the engine was asked to charge');
  };
  const context = {
    unitOfWork: books.unitOfWork,
    settlements: NO_SETTLEMENTS,
    vault: books.vault,
    now: () => new Date(),
    public_url: 'http://localhost:3000',
    isps: { free: { introspect } },
    engine: { buy: notReached, subscribe: notReached, advanceClock: notReached },
  };
  return createUseCases(context as unknown as UseCaseContext);
}

const scopeOf = (mode: Mode): Scope => ({ ...books.merchant.scope, mode });

async function documentsOf(mode: Mode, useCases: UseCases) {
  const shared = { name: 'Articles', site_url: 'https://journal.example', locale: 'fr', callback_url: null } as const;
  const one_shot = { ...shared, id: newId('doc'), kind: 'one_shot', price_cents: 300n, max_codes: 10 } as const;
  const rebilling = { ...shared, id: newId('doc'), kind: 'rebilling', offers: [{ period: 'month', price_cents: 1_000n }] } as const;
  await useCases.createDocument(scopeOf(mode), one_shot);
  await useCases.createDocument(scopeOf(mode), { ...rebilling, offers: [...rebilling.offers] });
  return { one_shot: one_shot.id, rebilling: rebilling.id };
}

const count = async () =>
  (
    await books.rows<{ rows: string }>(
      'select (select count(*) from purchase) + (select count(*) from subscription) + (select count(*) from charge) + (select count(*) from buyer) as rows',
    )
  )[0]?.rows;

const buyer = { email: 'buyer@example.org', isp: 'free', client_reference: null, locale: undefined } as const;

describe('money of one mode and lines of the other never meet:', () => {
  test.each([
    // mode   simulated  code
    ['live', true, 'simulated_token_in_live_mode'],
    ['test', false, 'live_token_in_test_mode'],
  ] as const)(
    'a %s key with a token of an ISP that is simulated: %p is refused, and nothing is written or charged',
    async (mode, simulated, code) => {
      const useCases = useCasesAt(simulated);
      const documents = await documentsOf(mode, useCases);
      const before = await count();
      const purchase = { ...buyer, id: newId('pur'), document: documents.one_shot, quantity: 1, subscriber_token: 'pays-once' };
      const refusal = { code, errors: [{ pointer: '/subscriber_token', message: expect.any(String) }] };
      await expect(useCases.buy(scopeOf(mode), purchase)).rejects.toMatchObject(refusal);
      const subscription = { ...buyer, id: newId('sub'), document: documents.rebilling, offer: 'month', test_clock: null };
      const subscribing = useCases.subscribe(scopeOf(mode), { ...subscription, subscriber_token: 'mandate-token' });
      await expect(subscribing).rejects.toMatchObject(refusal);
      expect(await count()).toBe(before);
    },
  );

  test.each([
    ['live', false],
    ['test', true],
  ] as const)('a %s key with a token of an ISP that is simulated: %p goes on to be charged', async (mode, simulated) => {
    const useCases = useCasesAt(simulated);
    const { one_shot } = await documentsOf(mode, useCases);
    const purchase = { ...buyer, id: newId('pur'), document: one_shot, quantity: 1, subscriber_token: newId('buy') };
    await expect(useCases.buy(scopeOf(mode), purchase)).rejects.toThrow('the engine was asked to charge');
  });
});

describe('a live key', () => {
  test('has no test clocks: it makes none, and neither a checkout nor a subscription of it hangs on one', async () => {
    const useCases = useCasesAt(true);
    const clock = await useCases.createTestClock(scopeOf('test'), { id: newId('clk'), now: new Date('2026-01-01T00:00:00Z') });
    const { rebilling: document } = await documentsOf('live', useCases);
    const live = scopeOf('live');
    const refused = { code: 'test_clock_in_live_mode' };
    await expect(useCases.createTestClock(live, { id: newId('clk'), now: new Date() })).rejects.toMatchObject(refused);
    const checkout = { id: newId('chk'), document, quantity: null, offer: 'month', email: null, client_reference: null, return_url: null };
    await expect(useCases.createCheckout(live, { ...checkout, locale: 'fr', test_clock: clock.id })).rejects.toMatchObject(refused);
    const subscription = { ...buyer, id: newId('sub'), document, offer: 'month', subscriber_token: 'mandate-token' };
    await expect(useCases.subscribe(live, { ...subscription, test_clock: clock.id })).rejects.toMatchObject(refused);
    await expect(useCases.getTestClock(live, clock.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(useCases.advanceTestClock(live, clock.id, new Date('2026-02-01T00:00:00Z'))).rejects.toMatchObject({ code: 'not_found' });
    expect((await useCases.listTestClocks(live, { limit: 10, after: undefined })).data).toEqual([]);
  });
});

test.each(['test', 'live'] as const)('a %s key sees documents of its mode only', async (mode) => {
  const useCases = useCasesAt(true);
  const other = mode === 'test' ? 'live' : 'test';
  const [mine, theirs] = [await documentsOf(mode, useCases), await documentsOf(other, useCases)];
  const scope = scopeOf(mode);
  const listed = (await useCases.listDocuments(scope, { limit: 100, after: undefined })).data.map(({ id }) => id);
  expect(listed).toEqual(expect.arrayContaining([mine.one_shot, mine.rebilling]));
  expect(listed).not.toContain(theirs.one_shot);
  await expect(useCases.getDocument(scope, theirs.one_shot)).rejects.toMatchObject({ code: 'not_found' });
  await expect(useCases.changeDocument(scope, theirs.one_shot, { name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  const purchase = { ...buyer, id: newId('pur'), document: theirs.one_shot, quantity: 1, subscriber_token: 'pays-once' };
  await expect(useCases.buy(scope, purchase)).rejects.toMatchObject({ code: 'document_unknown' });
  const code = { id: newId('cod'), code: 'K7QX-2M9T-WB4H-81RC', document: theirs.one_shot };
  expect(await useCases.validateCode(scope, code)).toEqual({ valid: false, reason: 'unknown' });
});
