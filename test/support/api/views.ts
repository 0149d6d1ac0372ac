import { type DayCount, dailyReport } from '../../../domain/reports.ts';
import type { CallbackView } from '../../../usecases/callback-types.ts';
import type { DossierView } from '../../../usecases/dossier-types.ts';
import type { ReportRequest, ReportView } from '../../../usecases/report-types.ts';
import type {
  ChargeView,
  CheckoutView,
  DocumentView,
  EventView,
  NewCheckout,
  NewDocument,
  NewPurchase,
  NewSubscription,
  PurchaseView,
  RefundView,
  Scope,
  SubscriptionView,
} from '../../../usecases/types.ts';

const NOW = new Date('2027-01-31T10:00:00Z');
const LATER = new Date('2027-02-28T10:00:00Z');

/** What the fake use cases answer, made from what they were asked. */

export function documentView(scope: Scope, input: NewDocument): DocumentView {
  const { id, name, site_url, locale, callback_url, callback_format: format } = input;
  const shared = {
    id,
    mode: scope.mode,
    name,
    site_url,
    locale,
    callback_url,
    version: 1,
    archived_at: null,
    callbacks: callbackView(callback_url, format),
    created_at: NOW,
    updated_at: NOW,
  };
  if (input.kind === 'one_shot') {
    return { ...shared, kind: 'one_shot', price_cents: input.price_cents, max_codes: input.max_codes, offers: [] };
  }
  const offers = input.offers.map((offer, index) => ({ id: `off_${index}`, ...offer }));
  return { ...shared, kind: 'rebilling', price_cents: null, max_codes: null, offers };
}

/** An endpoint that was pinged in vain, as far as there is one. */
export function callbackView(url: string | null, format: CallbackView['format'] = 'standard_webhooks'): CallbackView {
  const answer = { ok: false, latency_ms: 12, response_status: 500, response_head: 'oops', error: null };
  const check = url === null ? null : { url, checked_at: NOW.toISOString(), ...answer };
  return { format, status: url === null ? 'none' : 'active', failing_since: null, disabled_at: null, disabled_reason: null, check };
}

export function checkoutView(input: NewCheckout): CheckoutView {
  return {
    id: input.id,
    url: `http://localhost:3000/checkout/${input.id}`,
    document: input.document,
    status: 'open',
    purchase: null,
    subscription: null,
    expires_at: LATER,
    created_at: NOW,
  };
}

export function purchaseView(scope: Scope, input: NewPurchase, price_cents: bigint): PurchaseView {
  const outcomes: Record<string, PurchaseView['status']> = { tok_slow: 'processing', tok_declined: 'declined' };
  const status = outcomes[input.subscriber_token] ?? 'completed';
  const codes = Array.from({ length: input.quantity }, (_, index) => ({ code: `CODE-${index}`, status: 'unused' as const }));
  return {
    id: input.id,
    mode: scope.mode,
    status,
    reference: input.id.slice(-12).toUpperCase(),
    document: input.document,
    document_version: 1,
    quantity: input.quantity,
    amount_cents: price_cents * BigInt(input.quantity),
    isp: input.isp,
    client_reference: input.client_reference,
    codes: status === 'completed' ? codes : [],
    decline: status === 'declined' ? { reason: 'insufficient_ceiling' } : null,
    charge: 'chg_1',
    created_at: NOW,
    completed_at: status === 'completed' ? NOW : null,
  };
}

export function subscriptionView(scope: Scope, input: NewSubscription, offer: DocumentView['offers'][number]): SubscriptionView {
  const pending = input.subscriber_token === 'tok_slow';
  return {
    id: input.id,
    mode: scope.mode,
    status: pending ? 'pending' : 'active',
    reference: input.id.slice(-12).toUpperCase(),
    document: input.document,
    document_version: 1,
    offer: offer.id,
    period: offer.period,
    price_cents: offer.price_cents,
    isp: input.isp,
    client_reference: input.client_reference,
    test_clock: input.test_clock,
    code: pending ? null : 'K7QX-2M9T-WB4H-81RC',
    current_period: pending ? null : { index: 0, start: NOW, end: LATER },
    next_charge_at: pending ? null : LATER,
    unsubscribe_url: 'http://localhost:3000/unsubscribe/token',
    ended_at: null,
    end_reason: null,
    end_source: null,
    decline: null,
    created_at: NOW,
  };
}

function dossierCharges({
  id,
  reference,
  price_cents,
}: Pick<SubscriptionView, 'id' | 'reference' | 'price_cents'>): DossierView['charges'] {
  return [
    {
      id: 'chg_1',
      reference: `${reference}-0`,
      period: { index: 0, start: NOW, end: LATER },
      amount_cents: price_cents,
      status: 'succeeded',
      isp_reference: 'pay_1',
      decline: null,
      due_at: NOW,
      settled_at: NOW,
      attempts: [
        {
          number: 1,
          client_correlator: `${id}:0:a1`,
          outcome: 'declined',
          decline: { reason: 'line_suspended' },
          sent_at: NOW,
          finished_at: NOW,
        },
        { number: 2, client_correlator: `${id}:0:a2`, outcome: 'succeeded', decline: null, sent_at: NOW, finished_at: null },
      ],
      refunds: [
        {
          id: 'ref_1',
          amount_cents: 250n,
          status: 'succeeded',
          reason: 'half <bad>',
          isp_reference: 'ref_at_isp',
          created_at: NOW,
          settled_at: LATER,
        },
      ],
    },
  ];
}

const DOSSIER_MAILS: DossierView['mails'] = [
  {
    id: 'mail_1',
    kind: 'subscription_started',
    occasion: 'period-0',
    language: 'fr',
    occurred_at: NOW,
    status: 'queued',
    sent_at: null,
  },
];

const DOSSIER_NOTICES: DossierView['notices'] = [
  {
    id: 'evt_1',
    sequence: 1,
    type: 'subscription.activated',
    occurred_at: NOW,
    delivery_status: 'delivered',
    delivered_at: LATER,
    deliveries: [{ attempted_at: NOW, response_status: null }],
  },
];

/** Everything that a dossier can hold, with names that would break a page which does not escape them. */
export function dossierView({ id, mode, reference, document, offer, period, price_cents, isp }: SubscriptionView): DossierView {
  const isp_page = { merchant_name: 'A & B', description: 'Le <Journal>', amount: 1_000, currency: 'EUR', period, language: 'fr' } as const;
  return {
    subscription: id,
    mode,
    reference,
    status: 'ended',
    isp,
    test_clock: null,
    anchor_at: NOW,
    created_at: NOW,
    offer: {
      document,
      document_at_sale: {
        document,
        kind: 'rebilling',
        number: 1,
        name: 'Le <Journal>',
        site_url: 'https://shop.example/?a=1&b=2',
        locale: 'fr',
        callback_url: null,
        price_cents: null,
        max_codes: null,
        offers: [{ id: offer, period, price_cents }],
        created_at: NOW,
      },
      document_name: 'Le <Journal>',
      merchant_name: 'A & B',
      site_url: 'https://shop.example/?a=1&b=2',
      offer,
      period,
      price_cents,
      ceiling_cents: 1_000n,
    },
    consent: {
      channel: 'checkout',
      checkout: 'chk_1',
      text: { language: 'fr', version: 'ab'.repeat(32), body: 'J’accepte <b>tout</b>.\nÀ chaque période.' },
      shown_at: NOW,
      accepted_at: NOW,
      isp_page,
      token_presented_at: NOW,
    },
    mandate: {
      isp_reference: 'mdt_1',
      reference_code: reference,
      description: `Internet+ ${reference}`,
      made_at: NOW,
      cancelled_at: LATER,
    },
    charges: dossierCharges({ id, reference, price_cents }),
    mails: DOSSIER_MAILS,
    notices: DOSSIER_NOTICES,
    end: { ended_at: LATER, reason: 'unsubscribed', source: 'email_link', mandate_cancelled_at: LATER, code_valid_until: LATER },
  };
}

export const CHARGE: ChargeView = {
  id: 'chg_1',
  reference: 'REF1',
  purchase: null,
  subscription: 'sub_1',
  period: { index: 1, start: NOW, end: LATER },
  document: 'doc_1',
  isp: 'sfr',
  amount_cents: 500n,
  refunded_cents: 0n,
  status: 'declined',
  isp_reference: null,
  decline: { reason: 'line_suspended', raw: 'CARRIER_BILLING.PAYMENT_DENIED' },
  due_at: NOW,
  settled_at: null,
  attempts: [{ number: 1, outcome: 'declined', client_correlator: 'sub_1:1:a1', sent_at: NOW, finished_at: NOW }],
  refunds: [],
  created_at: NOW,
};

/** Given back in two parts, of which one is not final. */
export const REFUNDED_CHARGE: ChargeView = {
  ...CHARGE,
  id: 'chg_2',
  status: 'succeeded',
  isp_reference: 'pay_2',
  decline: null,
  refunded_cents: 150n,
  refunds: [
    refundView('ref_1', { amount_cents: 150n, status: 'succeeded', isp_reference: 'ref_at_isp', settled_at: NOW }),
    refundView('ref_2', { amount_cents: 50n, status: 'in_doubt' }),
  ],
};

export function refundView(id: string, more: Partial<RefundView> = {}): RefundView {
  const settled = { isp_reference: null, decline: null, settled_at: null };
  return {
    id,
    charge: 'chg_2',
    amount_cents: 500n,
    isp: 'sfr',
    status: 'processing',
    reason: 'asked',
    ...settled,
    created_at: NOW,
    ...more,
  };
}

export const EVENT: EventView = {
  id: 'evt_1',
  type: 'subscription.renewed',
  timestamp: NOW,
  data: {
    reference: 'REF1',
    amount: 500,
    currency: 'EUR',
    isp: 'sfr',
    document: 'doc_1',
    client_reference: null,
    subscription: 'sub_1',
    charge: 'chg_1',
    sequence: 2,
    period: { index: 1, start: NOW.toISOString(), end: LATER.toISOString() },
    next_charge_at: LATER.toISOString(),
    valid_until: LATER.toISOString(),
  },
  callback_url: 'https://shop.example/callbacks',
  delivery_status: 'retrying',
  delivered_at: null,
  deliveries: [{ attempted_at: NOW, latency_ms: 12, response_status: 500, response_head: 'oops', error: null }],
  created_at: NOW,
};

/** Always the same day at Orange: a sale, a renewal after a refusal, an end. */
export function dailyReportView({ from, to, isp, document }: ReportRequest): ReportView {
  const at_orange = (figure: DayCount['figure'], amount_cents: bigint, reason = ''): DayCount => {
    return { day: from, isp: 'orange', figure, reason, count: 1, amount_cents };
  };
  const counts = [
    at_orange('purchase', 600n),
    at_orange('renewal', 1_000n),
    at_orange('recovery', 1_000n),
    at_orange('decline', 1_000n, 'insufficient_ceiling'),
    at_orange('end', 0n, 'unsubscribed'),
  ];
  if (isp !== undefined && isp !== 'orange') counts.length = 0;
  const isps = isp === undefined ? {} : { isps: [isp] };
  return { from, to, isp, document, ...dailyReport({ from, to, ...isps, counts, active_before: new Map([['orange', 4]]) }) };
}
