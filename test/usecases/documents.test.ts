import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dueInstant } from '../../domain/calendar.ts';
import type { TokenKind } from '../../gateways/isp/port.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import { createUseCases } from '../../usecases/index.ts';
import { createMerchantUseCases } from '../../usecases/merchants.ts';
import type { DocumentView, NewOffer, Scope, UseCases } from '../../usecases/types.ts';
import { newId } from '../../vault/ids.ts';
import { Books } from '../billing/support.ts';
import { NO_SETTLEMENTS } from '../support/no-settlements.ts';

const OFFERS: NewOffer[] = [
  { period: 'week', price_cents: 400n },
  { period: 'month', price_cents: 900n },
];
const SHARED = { site_url: 'https://journal.example', locale: 'fr', callback_url: null } as const;
const ARCHIVED = { code: 'document_archived', errors: [{ pointer: '/document', message: expect.any(String) }] };

let books: Books;
let scope: Scope;
let useCases: UseCases;
/** What happens at the ISP while a sale asks what a token stands for: between its first look at the document and its transaction. */
let meanwhile: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  books = await Books.open();
  scope = books.merchant.scope;
  const introspect = async (token: string) => {
    await meanwhile();
    const kind: TokenKind = token.startsWith('mandate') ? 'mandate' : 'one_shot';
    return { active: true, kind, subscriber_reference: newId('buy'), simulated: true };
  };
  const authorizeUrl = ({ state, amount_cents }: { state: string; amount_cents: bigint }) => `https://isp.example/${state}/${amount_cents}`;
  const context = {
    unitOfWork: books.unitOfWork,
    settlements: NO_SETTLEMENTS,
    vault: books.vault,
    now: () => new Date(),
    public_url: 'http://localhost:3000',
    isps: { free: { introspect, authorizeUrl } },
    callbacks: {
      refusalOf: async () => undefined,
      ping: async () => ({ status: 200, latency_ms: 1, head: 'ok', error: null }),
    },
    engine: { buy: async () => undefined, subscribe: async () => undefined },
    wait_ms: 0,
  };
  useCases = createUseCases(context as unknown as UseCaseContext);
});
afterAll(() => books.close());

const oneShot = () =>
  useCases.createDocument(scope, { ...SHARED, id: newId('doc'), kind: 'one_shot', name: 'Articles', price_cents: 300n, max_codes: 10 });
const rebilling = (as: Scope = scope) =>
  useCases.createDocument(as, { ...SHARED, id: newId('doc'), kind: 'rebilling', name: 'Abonnés', offers: OFFERS });
const buyer = () => ({ email: 'buyer@example.org', isp: 'free', client_reference: null, locale: undefined }) as const;
const buy = (document: string, more: object = {}) =>
  useCases.buy(scope, { ...buyer(), id: newId('pur'), document, quantity: 2, subscriber_token: newId('buy'), ...more });
const subscribe = (document: string, offer = 'month', as: Scope = scope) =>
  useCases.subscribe(as, { ...buyer(), id: newId('sub'), document, offer, subscriber_token: `mandate${newId('buy')}`, test_clock: null });
const openCheckout = (document: string, as: Scope = scope) => {
  const nothing = { quantity: null, offer: null, email: null, client_reference: null, return_url: null, test_clock: null };
  return useCases.createCheckout(as, { ...nothing, id: newId('chk'), document, locale: 'fr' });
};
const versionsOf = async ({ id }: DocumentView, page = { limit: 100, after: undefined as number | undefined }) =>
  (await useCases.listDocumentVersions(scope, id, page)).data;

async function during<T>(happens: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  meanwhile = happens;
  try {
    return await work();
  } finally {
    meanwhile = async () => undefined;
  }
}

describe('versions', () => {
  test('begin with 1, and each change makes the next; what was stays as it was', async () => {
    const document = await rebilling();
    expect(document.version).toBe(1);
    await useCases.changeDocument(scope, document.id, { name: 'Tous les jours' });
    const changed = await useCases.changeDocument(scope, document.id, { offers: [{ period: 'quarter', price_cents: 2_000n }] });
    expect(changed.version).toBe(3);
    expect(await versionsOf(document)).toMatchObject([
      { number: 3, name: 'Tous les jours', offers: changed.offers, created_at: changed.updated_at },
      { number: 2, name: 'Tous les jours', offers: document.offers },
      { number: 1, name: 'Abonnés', offers: document.offers, created_at: document.created_at, kind: 'rebilling' },
    ]);
  });

  test('are not made by a change to what is so already', async () => {
    const document = await rebilling();
    const { name, site_url, locale } = document;
    for (const change of [{}, { name }, { name, site_url, locale, callback_url: null }, { offers: OFFERS }])
      expect(await useCases.changeDocument(scope, document.id, change)).toEqual(document);
    const one = await oneShot();
    expect(await useCases.changeDocument(scope, one.id, { price_cents: 300n, max_codes: 10 })).toEqual(one);
    expect(await useCases.changeDocument(scope, one.id, { price_cents: 301n })).toMatchObject({ version: 2, price_cents: 301n });
  });

  test('keep the ids of offers that stay, wherever they stand', async () => {
    const document = await rebilling();
    const [week, month] = document.offers;
    const reordered = [OFFERS[1], { period: 'quarter', price_cents: 2_000n }, OFFERS[0]] as NewOffer[];
    const changed = await useCases.changeDocument(scope, document.id, { offers: reordered });
    expect(changed.offers.map(({ id }) => id)).toEqual([month?.id, expect.not.stringMatching(week?.id ?? ''), week?.id]);
    expect(changed.offers.map(({ period }) => period)).toEqual(['month', 'quarter', 'week']);
  });

  test('are listed page by page, newest first', async () => {
    const document = await oneShot();
    for (const price_cents of [301n, 302n, 303n]) await useCases.changeDocument(scope, document.id, { price_cents });
    const first = await useCases.listDocumentVersions(scope, document.id, { limit: 2, after: undefined });
    const second = await useCases.listDocumentVersions(scope, document.id, { limit: 2, after: first.data.at(-1)?.number });
    expect([...first.data, ...second.data].map(({ number, price_cents }) => [number, price_cents])).toEqual([
      [4, 303n],
      [3, 302n],
      [2, 301n],
      [1, 300n],
    ]);
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    const stranger = { ...scope, merchant_id: newId('mer') };
    await expect(useCases.listDocumentVersions(stranger, document.id, { limit: 2, after: undefined })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test.each([
    ['changed', "update document_version set name = 'x' where document_id = ?"],
    ['deleted', 'delete from document_version where document_id = ?'],
    ['emptied', 'truncate document_version cascade'],
  ])('are never %s: the database refuses it', async (_what, sql) => {
    const { id } = await oneShot();
    await expect(books.rows(sql, sql.includes('?') ? [id] : [])).rejects.toThrow('a version of a document is never changed');
  });

  test('of many changes at once are numbered without a gap, none is lost, and one set of offers is on sale', async () => {
    const document = await rebilling();
    const changes = Array.from({ length: 8 }, (_, index) =>
      index % 2 ? { name: `Name ${index}` } : { offers: [{ period: 'week', price_cents: BigInt(100 + index) } as const] },
    );
    await Promise.all(changes.map((change) => useCases.changeDocument(scope, document.id, change)));
    const versions = await versionsOf(document);
    expect(versions.map(({ number }) => number)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    for (const change of changes) {
      if ('name' in change) expect(versions.map(({ name }) => name)).toContain(change.name);
      else expect(versions.map(({ offers }) => offers[0]?.price_cents)).toContain(change.offers[0]?.price_cents);
    }
    const now = await useCases.getDocument(scope, document.id);
    const [newest] = versions;
    expect(now).toMatchObject({ name: newest?.name, offers: newest?.offers, version: 9 });
    expect(now.offers).toHaveLength(1);
  });
});

describe('a sale names the version that it was made under, and keeps its price', () => {
  test('of a purchase', async () => {
    const { id } = await oneShot();
    await useCases.changeDocument(scope, id, { price_cents: 250n });
    const purchase = await buy(id);
    expect(purchase).toMatchObject({ document_version: 2, amount_cents: 500n });
    await useCases.changeDocument(scope, id, { price_cents: 100n });
    expect(await useCases.getPurchase(scope, purchase.id)).toMatchObject({ document_version: 2, amount_cents: 500n });
  });

  test('of a subscription, whose dossier shows that version', async () => {
    const document = await rebilling();
    const sold = await subscribe(document.id);
    await useCases.changeDocument(scope, document.id, { name: 'Autre', offers: [{ period: 'month', price_cents: 1_000n }] });
    expect(await useCases.getSubscription(scope, sold.id)).toMatchObject({ document_version: 1, price_cents: 900n, period: 'month' });
    expect((await useCases.getDossier(scope, sold.id)).offer).toMatchObject({
      document_at_sale: { number: 1, name: 'Abonnés', offers: document.offers },
      price_cents: 900n,
      offer: sold.offer,
    });
  });

  test('also where the document changes in the midst of it: the newest then', async () => {
    const { id } = await oneShot();
    const change = () => useCases.changeDocument(scope, id, { price_cents: 100n });
    expect(await during(change, () => buy(id))).toMatchObject({ document_version: 2, amount_cents: 200n });
  });

  test('what was sold before versions were kept names none', async () => {
    const purchase = await books.purchase({ at: new Date() });
    expect(await useCases.getPurchase(scope, purchase)).toMatchObject({ document_version: null });
    const subscription = await books.subscription({ anchor: new Date() });
    expect((await useCases.getDossier(scope, subscription)).offer.document_at_sale).toBeNull();
  });
});

describe('a buyer who has agreed in our checkout buys at what was agreed', () => {
  const choose = (more: object) => ({
    ...{ quantity: 2, offer: null, email: 'buyer@example.org', isp: 'free', locale: 'fr', consent_text: null },
    ...more,
  });
  const leave = async (checkout: string, choice: object) => {
    const { redirect_url } = await useCases.leaveForIsp(checkout, choose(choice) as Parameters<UseCases['leaveForIsp']>[1]);
    const [, state = '', amount = ''] = /isp\.example\/([\w-]+)\/(\d+)/.exec(redirect_url) ?? [];
    return { state, amount };
  };
  const comeBack = (checkout: string, state: string, token: string) =>
    useCases.returnFromIsp(checkout, { state, subscriber_token: `${token}${newId('buy')}`, error: undefined });

  test('codes at the price that the ISP showed, though it has changed meanwhile', async () => {
    const { id } = await oneShot();
    const checkout = await openCheckout(id);
    const { state, amount } = await leave(checkout.id, {});
    await useCases.changeDocument(scope, id, { price_cents: 999n });
    const page = await comeBack(checkout.id, state, 'once');
    expect(page.purchase).toMatchObject({ document_version: 1, amount_cents: BigInt(amount) });
    expect(amount).toBe('600');
  });

  test('a subscription by an offer that is on sale no more', async () => {
    const document = await rebilling();
    const checkout = await openCheckout(document.id);
    const { state } = await leave(checkout.id, { quantity: null, offer: document.offers[1]?.id, consent_text: 'J’accepte.' });
    await useCases.changeDocument(scope, document.id, { offers: [{ period: 'month', price_cents: 1_000n }] });
    const page = await comeBack(checkout.id, state, 'mandate');
    expect(page.subscription).toMatchObject({ document_version: 1, price_cents: 900n, offer: document.offers[1]?.id });
  });

  test('but nothing of what was archived meanwhile; the page says so', async () => {
    const { id } = await oneShot();
    const checkout = await openCheckout(id);
    const { state } = await leave(checkout.id, {});
    await useCases.archiveDocument(scope, id);
    const page = await comeBack(checkout.id, state, 'once');
    expect(page).toMatchObject({ purchase: null, failure: 'document_archived' });
    await expect(leave(checkout.id, {})).rejects.toMatchObject(ARCHIVED);
  });
});

describe('an archived document', () => {
  test('has no new checkouts, purchases or subscriptions, until it is unarchived', async () => {
    const [one, other] = [await oneShot(), await rebilling()];
    for (const { id } of [one, other]) await useCases.archiveDocument(scope, id);
    await expect(openCheckout(one.id)).rejects.toMatchObject(ARCHIVED);
    await expect(openCheckout(other.id)).rejects.toMatchObject(ARCHIVED);
    await expect(buy(one.id)).rejects.toMatchObject(ARCHIVED);
    await expect(subscribe(other.id)).rejects.toMatchObject(ARCHIVED);
    for (const { id } of [one, other]) await useCases.unarchiveDocument(scope, id);
    expect(await buy(one.id)).toMatchObject({ document: one.id });
    expect(await subscribe(other.id)).toMatchObject({ document: other.id });
    expect(await openCheckout(one.id)).toMatchObject({ status: 'open' });
  });

  test('can be archived and unarchived again and again, and changed meanwhile; neither makes a version', async () => {
    const { id } = await oneShot();
    const archived = await useCases.archiveDocument(scope, id);
    expect(archived).toMatchObject({ version: 1, archived_at: expect.any(Date) });
    expect(await useCases.archiveDocument(scope, id)).toEqual(archived);
    const callback_url = 'https://journal.example/callbacks';
    expect(await useCases.changeDocument(scope, id, { callback_url })).toMatchObject({
      version: 2,
      callback_url,
      archived_at: archived.archived_at,
    });
    for (const _time of [1, 2]) expect(await useCases.unarchiveDocument(scope, id)).toMatchObject({ version: 2, archived_at: null });
    const stranger = { ...scope, mode: 'live' } as const;
    await expect(useCases.archiveDocument(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(useCases.unarchiveDocument(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is told apart in lists', async () => {
    const [sold, archived] = [await oneShot(), await oneShot()];
    await useCases.archiveDocument(scope, archived.id);
    const listed = async (filter: { archived?: boolean }) =>
      (await useCases.listDocuments(scope, { limit: 100, after: undefined, ...filter })).data.map(({ id }) => id);
    expect(await listed({})).toEqual(expect.arrayContaining([sold.id, archived.id]));
    expect(await listed({ archived: true })).toEqual(expect.arrayContaining([archived.id]));
    expect(await listed({ archived: true })).not.toContain(sold.id);
    expect(await listed({ archived: false })).toEqual(expect.arrayContaining([sold.id]));
    expect(await listed({ archived: false })).not.toContain(archived.id);
  });

  test('lets subscriptions renew on, and their code validates', async () => {
    const anchor = new Date('2026-01-31T10:00:00.000Z');
    const id = await books.subscription({ anchor });
    await books.charge({ id, index: 0, at: anchor });
    await useCases.archiveDocument(scope, books.merchant.rebilling);
    try {
      for (const index of [1, 2])
        expect(await books.charge({ id, index, at: dueInstant(anchor, 'month', index) })).toMatchObject({ kind: 'paid', index });
      const { code } = await useCases.getSubscription(scope, id);
      const asked = { id: newId('cod'), code: code ?? '', document: books.merchant.rebilling };
      expect(await useCases.validateCode(scope, asked)).not.toMatchObject({ reason: 'unknown' });
    } finally {
      await useCases.unarchiveDocument(scope, books.merchant.rebilling);
    }
  });
});

describe('an archiving and a sale at once are one after the other:', () => {
  const salesOf = async (document: string) =>
    Number((await books.rows<{ count: string }>('select count(*) from purchase where document_id = ?', [document]))[0]?.count);

  test('archived between the first look and the writing, nothing is sold', async () => {
    const { id } = await oneShot();
    await expect(
      during(
        () => useCases.archiveDocument(scope, id),
        () => buy(id),
      ),
    ).rejects.toMatchObject(ARCHIVED);
    expect(await salesOf(id)).toBe(0);
  });

  test('the archiving waits for a sale that holds the document, and the next sale is refused', async () => {
    const { id } = await oneShot();
    const order: string[] = [];
    let archiving: Promise<unknown> = Promise.resolve();
    await books.unitOfWork.transaction(async (stores) => {
      await stores.documents.hold({ merchant_id: scope.merchant_id, mode: scope.mode, id });
      archiving = useCases.archiveDocument(scope, id).then(() => order.push('archived'));
      // Until the archiving is seen to wait for us.
      for (let waits = 0; waits === 0; ) {
        const [row] = await books.rows<{ count: string }>(
          "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        );
        waits = Number(row?.count);
      }
      order.push('sold');
    });
    await archiving;
    expect(order).toEqual(['sold', 'archived']);
    await expect(buy(id)).rejects.toMatchObject(ARCHIVED);
  });

  test('of many sales at once with an archiving, those that were answered are there, and all others were refused', async () => {
    const { id } = await oneShot();
    const sales = Array.from({ length: 12 }, () => buy(id));
    const archived = useCases.archiveDocument(scope, id);
    const ended = await Promise.allSettled(sales);
    await archived;
    const sold = ended.filter(({ status }) => status === 'fulfilled').length;
    for (const each of ended) if (each.status === 'rejected') expect(each.reason).toMatchObject(ARCHIVED);
    expect(await salesOf(id)).toBe(sold);
  });
});

describe('after a downgrade to standard', () => {
  const tierless = { code: 'rebilling_requires_premium' };

  test('what runs renews on, and nothing new begins, until the merchant is back', async () => {
    const merchants = createMerchantUseCases({ ...books, now: () => new Date(), secret_overlap_hours: 24 });
    const document = await rebilling();
    const archived = await rebilling();
    await useCases.archiveDocument(scope, archived.id);
    const anchor = new Date('2026-01-31T10:00:00.000Z');
    const running = await books.subscription({ anchor });
    await books.charge({ id: running, index: 0, at: anchor });

    await merchants.changeMerchant(scope.merchant_id, { tier: 'standard' });
    // Also by requests that were let in as premium: what they carry is old by then.
    for (const as of [scope, { ...scope, tier: 'standard' } as const]) {
      await expect(subscribe(document.id, 'month', as)).rejects.toMatchObject(tierless);
      await expect(openCheckout(document.id, as)).rejects.toMatchObject(tierless);
      await expect(rebilling(as)).rejects.toMatchObject(tierless);
      await expect(useCases.changeDocument(as, document.id, { offers: OFFERS })).rejects.toMatchObject(tierless);
      await expect(useCases.unarchiveDocument(as, archived.id)).rejects.toMatchObject(tierless);
    }
    expect(await useCases.changeDocument(scope, document.id, { name: 'Anciens abonnés' })).toMatchObject({ version: 2 });
    expect(await buy((await oneShot()).id)).toMatchObject({ document_version: 1 });
    const due = dueInstant(anchor, 'month', 1);
    expect(await books.charge({ id: running, index: 1, at: due })).toMatchObject({ kind: 'paid', index: 1 });
    expect(await books.readSubscription(running)).toMatchObject({ status: 'active', ended_at: null });

    await merchants.changeMerchant(scope.merchant_id, { tier: 'premium' });
    expect(await subscribe(document.id)).toMatchObject({ document: document.id });
  });

  test('a subscription that has looked at the tier is before it, and the downgrade waits', async () => {
    const document = await rebilling();
    const merchants = createMerchantUseCases({ ...books, now: () => new Date(), secret_overlap_hours: 24 });
    const downgrade = () => merchants.changeMerchant(scope.merchant_id, { tier: 'standard' });
    await expect(during(downgrade, () => subscribe(document.id))).rejects.toMatchObject(tierless);
    await merchants.changeMerchant(scope.merchant_id, { tier: 'premium' });
    const sold = await books.unitOfWork.transaction(async (stores) => {
      await stores.merchants.hold(scope.merchant_id);
      return await Promise.race([downgrade().then(() => 'downgraded'), subscribe(document.id).then(() => 'sold')]);
    });
    expect(sold).toBe('sold');
    await merchants.changeMerchant(scope.merchant_id, { tier: 'premium' });
  });
});
