import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { listen } from '../../../api/listen.ts';
import type { OpenApiDocument } from '../../../api/openapi.ts';
import { openRefund, requestRefund, settleRefund } from '../../../billing/refunds.ts';
import { composeUseCases, type Shared } from '../../../compose.ts';
import { ISPS } from '../../../domain/isps.ts';
import type { Engine } from '../../../gateways/temporal/engine.ts';
import { newId } from '../../../vault/ids.ts';
import { Books, SEND_DEADLINE_MS, succeeded } from '../../billing/support.ts';
import { NO_SETTLEMENTS } from '../no-settlements.ts';
import { PAYOUT_SETTINGS } from '../payout-terms.ts';
import { type DemoMerchant, seedMerchant } from '../world/seed.ts';
import { createCaller } from './caller.ts';

export const ISP_SECRET = 'isp-notification-secret';

export type RealApi = Awaited<ReturnType<typeof openRealApi>>;

/**
 * The API on its real use cases and a database of its own. In place of Temporal something that is told and does nothing, and in place of
 * the ISPs one that takes every token: so a request gets as far as rows can tell.
 */
export async function openRealApi() {
  // The merchant of the books is the other one: it has an object of each kind.
  const books = await Books.open({ callback_url: null });
  const ours = await seedMerchant(books, { callback_url: null, tier: 'premium', name: 'Éditions Martin', with_grid: false });
  const shared: Shared = {
    ...books,
    settlements: NO_SETTLEMENTS,
    engine: engineThatDoesNothing(),
    isps: ispsThatTakeEveryToken(),
    now: () => new Date(),
    close: () => books.close(),
  };
  const useCases = composeUseCases(shared, {
    ...PAYOUT_SETTINGS,
    PUBLIC_URL: 'http://localhost:3000',
    RENEWAL_JITTER_SECONDS: 0,
    DUNNING_DAYS: [1, 3, 7],
    CALLBACK_ALLOW_PRIVATE: true,
  });
  const config = {
    public_url: 'http://localhost:3000',
    rate_limit_per_second: 100_000,
    code_guesses_per_minute: 100_000,
    isp_notification_secret: ISP_SECRET,
    log: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
  };
  const server = await listen(createApp({ useCases, config }, undefined), { host: '127.0.0.1', port: 0 });
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
  const call = createCaller({ url: server.url, document, key: ours.api_key });
  const made = async (merchant: DemoMerchant, path: string, body: object) => {
    const answer = await call('POST', path, { body, key: merchant.api_key });
    if (answer.status >= 400) throw new Error(`${path} answered ${answer.text}`);
    return answer.body.id;
  };
  const clock = (merchant: DemoMerchant) => made(merchant, '/v1/test_clocks', { now: '2027-01-01T00:00:00Z' });
  const checkout = (merchant: DemoMerchant) => made(merchant, '/v1/checkouts', { document: merchant.one_shot });
  return {
    call,
    url: server.url,
    document,
    books,
    ours: {
      merchant: ours,
      ids: {
        doc: ours.one_shot,
        off: ours.offers.month,
        clk: await clock(ours),
        chk: await checkout(ours),
        pur: await made(ours, '/v1/purchases', sale(ours.one_shot, { quantity: 1, subscriber_token: 'one_shot:1' })),
        sub: await made(ours, '/v1/subscriptions', sale(ours.rebilling, { offer: 'month', subscriber_token: 'mandate:1' })),
      } as Record<string, string>,
    },
    theirs: {
      merchant: books.merchant,
      ids: { ...(await makeSales(books)), clk: await clock(books.merchant), chk: await checkout(books.merchant) } as Record<string, string>,
    },
    /** The number of rows of each table. */
    counts: () => countRows(books),
    async close() {
      await server.close();
      await books.close();
    },
  };
}

function sale(document: string, more: object) {
  return { document, email: 'buyer@example.org', isp: 'free', ...more };
}

/** A purchase and a subscription that were paid, an event of theirs, and a refund. */
async function makeSales(books: Books): Promise<Record<string, string>> {
  const at = new Date();
  const pur = await books.purchase({ at });
  await books.openPurchase(pur, at);
  await books.settlePurchase(pur, succeeded(), at);
  const sub = await books.subscription({ anchor: at });
  await books.charge({ id: sub, index: 0, at });
  const charge = await books.chargeOf(pur);
  if (!charge) throw new Error('the purchase has no charge');
  const ref = newId('ref');
  await books.unitOfWork.transaction(async (stores) => {
    const payment_reference = charge.isp_reference ?? '';
    await requestRefund(stores, { id: ref, charge, payment_reference, amount_cents: 100n, reason: 'asked', source: 'merchant', now: at });
    await openRefund(stores, ref, { now: at, send_deadline_ms: SEND_DEADLINE_MS });
    await settleRefund(stores, { refund_id: ref, attempt: 1, result: { kind: 'succeeded', isp_reference: ref }, now: at });
  });
  const { one_shot: doc, offers } = books.merchant;
  return { doc, off: offers.week, pur, sub, chg: charge.id, ref, evt: (await books.events(pur))[0]?.id ?? '' };
}

function engineThatDoesNothing(): Engine {
  const nothing = async () => undefined;
  return {
    buy: nothing,
    subscribe: async () => false,
    refund: nothing,
    ensurePurchase: nothing,
    ensureRefund: nothing,
    ensureSubscription: nothing,
    unsubscribe: async () => true,
    chargeResolved: async () => true,
    tick: nothing,
    advanceClock: async () => false,
    retryCallback: nothing,
    checkReadiness: nothing,
  };
}

/** A token says of itself what it is for: `mandate:…`; anything else pays once. Nothing else is asked of an ISP. */
function ispsThatTakeEveryToken(): Shared['isps'] {
  const introspect = async (token: string) =>
    ({ active: true, simulated: true, kind: token.startsWith('mandate:') ? 'mandate' : 'one_shot', subscriber_reference: token }) as const;
  return Object.fromEntries(ISPS.map((isp) => [isp, { introspect }])) as unknown as Shared['isps'];
}

async function countRows(books: Books): Promise<Record<string, number>> {
  const tables = await books.rows<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' order by 1");
  const counting = tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from "${name}"`);
  const rows = await books.rows<{ name: string; count: number }>(counting.join(' union all '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
