import type { Isp } from '../../../domain/isps.ts';
import { isAboveOfferCeiling, maySellSubscriptions, ONE_SHOT_CEILING_CENTS, type Tier } from '../../../domain/offers.ts';
import { Refusal, type RefusalCode, refuseField } from '../../../domain/refusals.ts';
import type {
  CheckoutView,
  DocumentView,
  IspNotification,
  NewDocument,
  PurchaseView,
  Scope,
  SubscriptionView,
  TestClockView,
  UseCases,
} from '../../../usecases/types.ts';
import { createFakeIdempotency } from './fake-idempotency.ts';
import { fakePayoutUseCases } from './fake-payouts.ts';
import { createShelf } from './shelf.ts';
import {
  CHARGE,
  callbackView,
  checkoutView,
  dailyReportView,
  documentView,
  dossierView,
  EVENT,
  purchaseView,
  REFUNDED_CHARGE,
  refundView,
  subscriptionView,
} from './views.ts';

export const KEYS = {
  premium: 'sk_test_premium',
  standard: 'sk_test_standard',
  other: 'sk_test_other',
  live: 'sk_live_premium',
} as const;

function scopeOf(merchant: string, tier: Tier, mode: 'test' | 'live'): Scope {
  return { merchant_id: `mer_${merchant}`, merchant_name: merchant, tier, mode, key_id: `key_${merchant}_${mode}` };
}

export const SCOPES: Record<string, Scope> = {
  [KEYS.premium]: scopeOf('premium', 'premium', 'test'),
  [KEYS.standard]: scopeOf('standard', 'standard', 'test'),
  [KEYS.other]: scopeOf('other', 'premium', 'test'),
  [KEYS.live]: scopeOf('premium', 'premium', 'live'),
};

/** A document whose callbacks are disabled, as far as a redelivery is asked for. */
export const DISABLED = 'doc_disabled';

const TOKEN_REFUSALS: Record<string, RefusalCode> = {
  tok_unknown: 'subscriber_token_unknown',
  tok_expired: 'subscriber_token_expired',
  tok_used: 'subscriber_token_used',
  tok_wrong_kind: 'subscriber_token_wrong_kind',
};

function checkToken(token: string): void {
  const code = TOKEN_REFUSALS[token];
  if (code) throw refuseField(code, '/subscriber_token', 'The token cannot be used.');
  if (token === 'tok_isp_down') throw new Refusal('isp_unavailable', 'The ISP does not answer.', { retry_after_seconds: 7 });
  // As a driver would: the message holds what nobody may read.
  if (token === 'tok_crash') throw Object.assign(new Error('insert failed: parameters: secret@example.com'), { code: '23514' });
}

const notForTheApi = async (): Promise<never> => {
  throw new Error('only the pages ask for this');
};

/** Use cases in memory, for tests of what the API does around them. */
export function createFakeUseCases() {
  const shelves = {
    documents: createShelf<DocumentView>(),
    checkouts: createShelf<CheckoutView>(),
    purchases: createShelf<PurchaseView>(),
    subscriptions: createShelf<SubscriptionView>(),
    clocks: createShelf<TestClockView>(),
  };
  const seen = { notifications: [] as { isp: Isp; notification: IspNotification }[], code_questions: 0, sales: 0 };
  const state = { ready: true, used_codes: new Set<string>(), authentications: 0 };
  const idempotency = createFakeIdempotency();

  const useCases: UseCases = {
    authenticate: async (api_key) => {
      state.authentications += 1;
      return SCOPES[api_key];
    },
    ...documentUseCases(shelves),
    ...saleUseCases(shelves, seen),
    ...clockUseCases(shelves),
    ...fakePayoutUseCases(),
    showCheckout: notForTheApi,
    noteFormShown: notForTheApi,
    leaveForIsp: notForTheApi,
    returnFromIsp: notForTheApi,
    showUnsubscribe: notForTheApi,
    unsubscribe: notForTheApi,
    findByCode: notForTheApi,
    requestLeaveLink: notForTheApi,
    showLeavePage: notForTheApi,
    endFromLeavePage: notForTheApi,
    validateCode: async (_scope, { code }) => {
      seen.code_questions += 1;
      if (code.startsWith('SUB'))
        return { valid: true, kind: 'subscription', subscription: 'sub_1', valid_until: new Date('2027-02-28T10:00:00Z') };
      if (!code.startsWith('GOOD')) return { valid: false, reason: 'unknown' };
      if (state.used_codes.has(code)) return { valid: false, reason: 'used' };
      state.used_codes.add(code);
      return { valid: true, kind: 'one_shot', purchase: 'pur_1' };
    },
    getCharge: async (_scope, id) => (id === REFUNDED_CHARGE.id ? REFUNDED_CHARGE : only(CHARGE, id)),
    listCharges: async (_scope, { subscription }) => ({ data: subscription === 'sub_2' ? [] : [CHARGE], has_more: false }),
    refundCharge: async (_scope, { id, charge, amount_cents = 350n, reason }) => {
      if (charge === CHARGE.id) throw new Refusal('charge_not_refundable', 'The charge is declined.');
      only(REFUNDED_CHARGE, charge);
      if (amount_cents > 350n) throw refuseField('refund_above_remaining', '/amount', 'Too much.');
      const status = reason === 'slow' ? 'processing' : 'succeeded';
      return refundView(id, { charge, amount_cents, reason, status });
    },
    getRefund: async (_scope, id) => only(refundView('ref_1', { status: 'declined', decline: { reason: 'denied', raw: 'no' } }), id),
    getDailyReport: async (_scope, request) => dailyReportView(request),
    getEvent: async (_scope, id) => only(EVENT, id),
    listEvents: async () => ({ data: [EVENT], has_more: false }),
    redeliverEvents: async (_scope, { limit, document }) => {
      if (document === DISABLED) throw new Refusal('callbacks_disabled', 'They are disabled.');
      return { count: Math.min(limit, 3), has_more: limit < 3 };
    },
    redeliverEvent: async (_scope, id) => ({ ...only(EVENT, id), delivery_status: 'pending' }),
    takeNotification: async (isp, notification) => {
      const known = seen.notifications.some((taken) => taken.notification.id === notification.id);
      seen.notifications.push({ isp, notification });
      return !known;
    },
    idempotency,
    checkReadiness: async () => {
      if (!state.ready) throw new Error('postgres://user:secret@host is away');
    },
  };
  return { useCases, idempotency, seen, state, shelves };
}

export type FakeUseCases = ReturnType<typeof createFakeUseCases>;
type Shelves = FakeUseCases['shelves'];

function only<T extends { id: string }>(value: T, id: string): T {
  if (value.id !== id) throw new Refusal('not_found', `There is no ${id}.`);
  return value;
}

function checkPrices(scope: Scope, input: NewDocument): void {
  if (input.kind === 'one_shot') {
    if (input.price_cents > ONE_SHOT_CEILING_CENTS) throw refuseField('one_shot_price_above_ceiling', '/price', 'Too much.');
    return;
  }
  if (!maySellSubscriptions(scope.tier)) throw new Refusal('rebilling_requires_premium', 'Premium merchants only.');
  for (const [index, { period, price_cents }] of input.offers.entries()) {
    if (isAboveOfferCeiling(period, price_cents)) throw refuseField('offer_price_above_ceiling', `/offers/${index}/price`, 'Too much.');
  }
}

function checkCallbackUrl(url: string | null): void {
  if (url?.includes('//127.')) throw refuseField('callback_url_not_allowed', '/callback_url', 'It is not public.');
}

function documentUseCases({ documents, checkouts }: Pick<Shelves, 'documents' | 'checkouts'>) {
  return {
    createDocument: async (scope, input) => {
      checkPrices(scope, input);
      checkCallbackUrl(input.callback_url);
      return documents.put(scope, documentView(scope, input));
    },
    changeDocument: async (scope, id, change) => {
      const { offers, callback_format, ...rest } = change;
      checkCallbackUrl(change.callback_url ?? null);
      const document = documents.get(scope, id);
      if (offers && document.kind === 'one_shot') throw refuseField('document_kind_mismatch', '/offers', 'It has no offers.');
      const replaced = offers ? { offers: offers.map((offer, index) => ({ id: `off_n${index}`, ...offer })) } : {};
      const callback_url = change.callback_url === undefined ? document.callback_url : change.callback_url;
      const callbacks = callbackView(callback_url, callback_format ?? document.callbacks.format);
      return documents.put(scope, { ...document, ...rest, ...replaced, callbacks, version: document.version + 1 });
    },
    pingDocument: async (scope, id) => {
      const document = documents.get(scope, id);
      if (document.callback_url === null) throw new Refusal('callback_url_missing', 'There is none.');
      return document;
    },
    enableCallbacks: async (scope, id) => documents.get(scope, id),
    getDocument: async (scope, id) => documents.get(scope, id),
    listDocuments: async (scope, { archived, ...page }) => {
      const { data, has_more } = documents.list(scope, page);
      return { data: data.filter((row) => archived === undefined || archived === (row.archived_at !== null)), has_more };
    },
    archiveDocument: async (scope, id) =>
      documents.put(scope, { ...documents.get(scope, id), archived_at: new Date('2027-02-01T10:00:00Z') }),
    unarchiveDocument: async (scope, id) => {
      const document = documents.get(scope, id);
      if (document.kind === 'rebilling' && !maySellSubscriptions(scope.tier))
        throw new Refusal('rebilling_requires_premium', 'Premium only.');
      return documents.put(scope, { ...document, archived_at: null });
    },
    listDocumentVersions: async (scope, id, { limit, after }) => {
      const { mode: _mode, archived_at: _archived, updated_at: _updated, version, ...document } = documents.get(scope, id);
      const numbers = Array.from({ length: version }, (_, index) => version - index).filter(
        (number) => after === undefined || number < after,
      );
      const data = numbers.slice(0, limit).map((number) => ({ ...document, document: id, number }));
      return { data, has_more: numbers.length > limit };
    },
    createCheckout: async (scope, input) => {
      const document = documents.find(scope, input.document);
      if (!document) throw refuseField('document_unknown', '/document', 'There is none.');
      if (document.archived_at) throw refuseField('document_archived', '/document', 'It is archived.');
      return checkouts.put(scope, checkoutView(input));
    },
    getCheckout: async (scope, id) => checkouts.get(scope, id),
  } satisfies Partial<UseCases>;
}

function saleUseCases({ documents, purchases, subscriptions, clocks }: Shelves, seen: { sales: number }) {
  const documentOf = (scope: Scope, id: string, kind: DocumentView['kind']) => {
    const document = documents.find(scope, id);
    if (!document) throw refuseField('document_unknown', '/document', 'There is none.');
    if (document.kind !== kind) throw refuseField('document_kind_mismatch', '/document', 'It is of the other kind.');
    if (document.archived_at) throw refuseField('document_archived', '/document', 'It is archived.');
    return document;
  };
  return {
    buy: async (scope, input) => {
      const document = documentOf(scope, input.document, 'one_shot');
      if (input.quantity > (document.max_codes ?? 0)) throw refuseField('quantity_above_maximum', '/quantity', 'Too many.');
      checkToken(input.subscriber_token);
      seen.sales += 1;
      return purchases.put(scope, purchaseView(scope, input, document.price_cents ?? 0n));
    },
    getPurchase: async (scope, id) => purchases.get(scope, id),
    listPurchases: async (scope, page) => purchases.list(scope, page),
    subscribe: async (scope, input) => {
      const document = documentOf(scope, input.document, 'rebilling');
      const offer = document.offers.find(({ id, period }) => id === input.offer || period === input.offer);
      if (!offer) throw refuseField('offer_unknown', '/offer', 'There is none.');
      if (input.test_clock && !clocks.find(scope, input.test_clock))
        throw refuseField('test_clock_unknown', '/test_clock', 'There is none.');
      checkToken(input.subscriber_token);
      seen.sales += 1;
      return subscriptions.put(scope, subscriptionView(scope, input, offer));
    },
    getSubscription: async (scope, id) => subscriptions.get(scope, id),
    listSubscriptions: async (scope, page) => subscriptions.list(scope, page),
    getDossier: async (scope, id) => dossierView(subscriptions.get(scope, id)),
    cancelSubscription: async (scope, id) => {
      const end = { ended_at: new Date('2027-02-01T10:00:00Z'), end_reason: 'unsubscribed', end_source: 'merchant' } as const;
      return subscriptions.put(scope, { ...subscriptions.get(scope, id), status: 'ended', next_charge_at: null, ...end });
    },
  } satisfies Partial<UseCases>;
}

function clockUseCases({ clocks }: Pick<Shelves, 'clocks'>) {
  return {
    createTestClock: async (scope, { id, now }) => {
      if (scope.mode === 'live') throw new Refusal('test_clock_in_live_mode', 'A live key has no test clocks.');
      return clocks.put(scope, { id, now, status: 'ready', created_at: new Date('2027-01-01T00:00:00Z') });
    },
    getTestClock: async (scope, id) => clocks.get(scope, id),
    listTestClocks: async (scope, page) => clocks.list(scope, page),
    advanceTestClock: async (scope, id, to) => {
      const clock = clocks.get(scope, id);
      if (clock.status === 'advancing') throw new Refusal('test_clock_advancing', 'It is on its way.', { retry_after_seconds: 1 });
      if (to <= clock.now) throw refuseField('test_clock_not_forward', '/to', 'Clocks go forward.');
      return clocks.put(scope, { ...clock, now: to, status: to.getUTCFullYear() > 2100 ? 'advancing' : 'ready' });
    },
  } satisfies Partial<UseCases>;
}
