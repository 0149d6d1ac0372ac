import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openLegacyCallback } from '../../client/index.ts';
import { LEGACY_SIGNED } from '../../client/legacy-callback.ts';
import { collidingParameter, LEGACY_PARAMETERS } from '../../domain/legacy-callback.ts';
import { signedLegacyUrl } from '../../outbox/callback-messages.ts';
import { deliverEvent } from '../../outbox/deliver-event.ts';
import { Books, plus } from '../billing/support.ts';
import { CALLBACK_SECRET } from '../support/world/seed.ts';
import { keptCallbacks, paidPurchase } from './support.ts';

const OLD_SECRET = 'whsec_dGhlIHNlY3JldCB0aGF0IHdhcyBiZWZvcmUgaXQ=';
const AT = new Date('2027-01-31T10:00:00.900Z');
const MESSAGE = {
  id: 'evt_01jd4xc3e4f5g6h7j8k9m0n1p2',
  at: AT,
  body: {
    type: 'subscription.renewed' as const,
    timestamp: '2027-01-31T09:59:59.000Z',
    data: {
      reference: '7M5T3WC6BHNA',
      amount: 500,
      currency: 'EUR' as const,
      isp: 'orange',
      document: 'doc_01jd4x8k2v9qzr7m5t3wc6bhna',
      client_reference: "Zoé's order, n° 42",
      subscription: 'sub_01jd4xa1c2d3e4f5g6h7j8k9m0',
      charge: 'chg_01jd4xb2d3e4f5g6h7j8k9m0n1',
      sequence: 2,
      period: { index: 1, start: '2027-01-31T10:00:00.000Z', end: '2027-02-28T10:00:00.000Z' },
    },
  },
};

describe('a legacy callback', () => {
  test('is the worked example of the documentation, to the letter', async () => {
    const page = await readFile(new URL('../../docs/reference/events.md', import.meta.url), 'utf8');
    const [, query = ''] = /^(amount=500&.*)$/m.exec(page) ?? [];
    const [, signature = ''] = /^(&signature=.*)$/m.exec(page) ?? [];
    const url = signedLegacyUrl('https://shop.example/callback.php?shop=7', MESSAGE, [CALLBACK_SECRET, OLD_SECRET]);
    expect(url).toBe(`https://shop.example/callback.php?shop=7&${query}${signature}`);
  });

  test('has the parameters that the page and the client name', async () => {
    const page = await readFile(new URL('../../docs/reference/events.md', import.meta.url), 'utf8');
    const table = page.slice(page.indexOf('| Parameter |'), page.indexOf('**Signature.**'));
    for (const name of LEGACY_PARAMETERS) expect(table).toMatch(new RegExp(`\\b${name}\\b`));
    const [, php = ''] = /\$names = \[([^\]]+)\]/.exec(page) ?? [];
    expect(php.split(',').map((name) => name.trim().replaceAll("'", ''))).toEqual(LEGACY_PARAMETERS);
    expect(LEGACY_SIGNED).toEqual(LEGACY_PARAMETERS);
    expect([...LEGACY_PARAMETERS].sort()).toEqual(LEGACY_PARAMETERS);
  });

  test.each([
    // callback URL                                  begins with
    ['https://shop.example', 'https://shop.example/?amount=500&'],
    ['https://shop.example/cb', 'https://shop.example/cb?amount=500&'],
    ['https://shop.example/cb?', 'https://shop.example/cb?amount=500&'],
    ['https://shop.example/cb?a=1&a=2&b[]=x', 'https://shop.example/cb?a=1&a=2&b[]=x&amount=500&'],
    ['https://shop.example/cb?q=%2B+é', 'https://shop.example/cb?q=%2B+%C3%A9&amount=500&'],
    ['https://shop.example/cb#part', 'https://shop.example/cb?amount=500&'],
  ])('to %s keeps what the URL has of its own', (url, beginning) => {
    const signed = signedLegacyUrl(url, MESSAGE, [CALLBACK_SECRET]);
    expect(signed.startsWith(beginning)).toBe(true);
    expect(signed).toMatch(/&type=subscription\.renewed&signature=[0-9a-f]{64}$/);
  });

  test.each([
    ['https://shop.example/?shop=1', undefined],
    ['https://shop.example/?type=1', 'type'],
    ['https://shop.example/?a=1&%69d=2', 'id'],
    ['https://shop.example/?signature=', 'signature'],
    ['https://shop.example/?Type=1', undefined],
  ])('to %s hides the parameter %p of it', (url, name) => expect(collidingParameter(url)).toBe(name));

  test('of a ping has its document, and no amount', () => {
    const body = { type: 'ping', timestamp: AT.toISOString(), data: { document: 'doc_1' } } as const;
    const { searchParams } = new URL(signedLegacyUrl('https://shop.example/', { id: 'png_1', at: AT, body }, [CALLBACK_SECRET]));
    expect([...searchParams.keys()]).toEqual(['document', 'id', 'timestamp', 'type', 'signature']);
  });
});

describe('the client', () => {
  const now = plus(AT, 60_000);
  const url = signedLegacyUrl('https://shop.example/callback.php?shop=7', MESSAGE, [CALLBACK_SECRET, OLD_SECRET]);
  const open = (received: string | URL | URLSearchParams, secrets: string | string[] = CALLBACK_SECRET, at = now) =>
    openLegacyCallback(received, secrets, at);

  test('opens a legacy callback by either secret, as it came in or as parameters', async () => {
    const expected = {
      id: MESSAGE.id,
      type: 'subscription.renewed',
      amount: 500,
      sequence: 2,
      client_reference: "Zoé's order, n° 42",
      subscription: MESSAGE.body.data.subscription,
      timestamp: new Date('2027-01-31T10:00:00.000Z'),
    };
    expect(await open(url)).toMatchObject(expected);
    expect(await open(new URL(url), OLD_SECRET)).toMatchObject(expected);
    expect(await open(new URL(url).searchParams, ['whsec_AAAA', OLD_SECRET])).toMatchObject(expected);
    expect(await open(`/callback.php?${new URL(url).search.slice(1)}`)).toMatchObject(expected);
    expect(await open(url)).not.toHaveProperty('shop');
  });

  test.each<[string, (params: URLSearchParams) => void]>([
    ['another amount', (params) => params.set('amount', '600')],
    ['a second amount', (params) => params.append('amount', '600')],
    ['no sequence', (params) => params.delete('sequence')],
    ['a purchase', (params) => params.set('purchase', 'pur_1')],
    ['another id', (params) => params.set('id', 'evt_2')],
    ['another instant', (params) => params.set('timestamp', '1801389601')],
    [
      'parameters moved into another',
      (params) => {
        params.set('amount', `500&charge=${MESSAGE.body.data.charge}`);
        params.delete('charge');
      },
    ],
    ['no signature', (params) => params.delete('signature')],
    ['an empty signature', (params) => params.set('signature', '')],
    ['a signature that is none', (params) => params.set('signature', 'zz,é')],
  ])('refuses one with %s', async (_what, change) => {
    const params = new URLSearchParams(new URL(url).search);
    change(params);
    await expect(open(params)).rejects.toThrow(/signature/);
  });

  test('refuses another secret, and what is older or newer than five minutes', async () => {
    await expect(open(url, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).rejects.toThrow(/signature/);
    for (const at of [plus(AT, 302_000), plus(AT, -302_000)]) await expect(open(url, CALLBACK_SECRET, at)).rejects.toThrow(/timestamp/);
    await expect(open(url, [])).rejects.toThrow(/needs a secret/);
  });
});

describe('an event of a document with legacy callbacks', () => {
  let books: Books;
  beforeAll(async () => {
    books = await Books.open();
    await books.unitOfWork.transaction((stores) => stores.callbacks.saveEndpoint(books.merchant.one_shot, { format: 'legacy_get' }));
  });
  afterAll(() => books.close());

  test('is told by GET with a signature of its own each time, and retried like any other', async () => {
    const now = new Date();
    const { event_id, purchase_id } = await paidPurchase(books, now);
    const { callbacks, received } = keptCallbacks([500]);
    const deliver = (at: Date) => deliverEvent({ unitOfWork: books.unitOfWork, vault: books.vault, callbacks, now: () => at }, event_id);
    expect(await deliver(now)).toBe('failed');
    expect(await deliver(plus(now, 5_000))).toBe('delivered');
    for (const { url, body } of received) {
      expect(body).toBe('');
      expect(await openLegacyCallback(url, CALLBACK_SECRET)).toMatchObject({ id: event_id, purchase: purchase_id, amount: 600 });
    }
    expect(new Set(received.map(({ url }) => new URL(url).searchParams.get('signature'))).size).toBe(2);
  });
});
