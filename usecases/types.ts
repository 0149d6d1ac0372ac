import type { CallbackFormat } from '../domain/callbacks.ts';
import type { ChargeStatus, DeclineReason } from '../domain/charges.ts';
import type { CheckoutConsent } from '../domain/consent.ts';
import type { EventData, EventType } from '../domain/events.ts';
import type { Isp } from '../domain/isps.ts';
import type { Cents } from '../domain/money.ts';
import type { Period, Tier } from '../domain/offers.ts';
import type { RefundDeclineReason, RefundStatus } from '../domain/refunds.ts';
import type { EndReason, EndSource, Locale, Mode, PurchaseStatus, SubscriptionStatus } from '../domain/subscriptions.ts';
import type { CallbackUseCases, CallbackView, NewCallbacks } from './callback-types.ts';
import type { DocumentLifeUseCases, DocumentPage } from './document-types.ts';
import type { DossierView } from './dossier-types.ts';
import type { EventPage, EventUseCases } from './event-types.ts';
import type { LeavingUseCases } from './leaving-types.ts';
import type { ChargePage, PurchasePage, SubscriptionPage } from './list-types.ts';
import type { PayoutUseCases } from './payout-types.ts';
import type { ReportUseCases } from './report-types.ts';

/** Who asks: everything that a use case reads or writes is of this merchant and of this mode. */
export type Scope = { merchant_id: string; merchant_name: string; tier: Tier; mode: Mode; key_id: string };

export type Page = { limit: number; after: string | undefined };
/** Lists of what happened may be narrowed to one object. */
export type SubjectPage = Page & { purchase?: string | undefined; subscription?: string | undefined };
export type Listing<T> = { data: T[]; has_more: boolean };

/** `id` is chosen by the caller (from its Idempotency-Key) so that a retry after a crash goes on with the same object. */
export type WithId = { id: string };

export type NewOffer = { period: Period; price_cents: Cents };
export type NewDocument = WithId & { name: string; site_url: string; locale: Locale } & NewCallbacks &
  ({ kind: 'one_shot'; price_cents: Cents; max_codes: number } | { kind: 'rebilling'; offers: NewOffer[] });
/** Absent means unchanged; offers are replaced as a whole, running subscriptions keep what they were sold. */
export type DocumentChange = {
  name?: string;
  site_url?: string;
  locale?: Locale;
  callback_url?: string | null;
  callback_format?: CallbackFormat;
  price_cents?: Cents;
  max_codes?: number;
  offers?: NewOffer[];
};
export type OfferView = { id: string; period: Period; price_cents: Cents };
export type DocumentView = {
  id: string;
  kind: 'one_shot' | 'rebilling';
  mode: Mode;
  name: string;
  site_url: string;
  locale: Locale;
  callback_url: string | null;
  callbacks: CallbackView;
  price_cents: Cents | null;
  max_codes: number | null;
  offers: OfferView[];
  /** The number of its newest version. */
  version: number;
  /** Since when nothing new is sold under it. */
  archived_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

export type NewPurchase = WithId & {
  document: string;
  quantity: number;
  email: string;
  isp: Isp;
  subscriber_token: string;
  client_reference: string | null;
  locale: Locale | undefined;
  /** The version of the document that the buyer agreed to in our checkout; the newest where absent. */
  agreed_version?: number | undefined;
};
export type CodeView = { code: string; status: 'unused' | 'used' };
export type PurchaseView = {
  id: string;
  mode: Mode;
  status: PurchaseStatus;
  reference: string;
  document: string;
  /** What it was sold under; null for what was sold before versions were kept. */
  document_version: number | null;
  quantity: number;
  amount_cents: Cents;
  isp: Isp;
  client_reference: string | null;
  codes: CodeView[];
  decline: { reason: DeclineReason } | null;
  charge: string | null;
  created_at: Date;
  completed_at: Date | null;
};

export type NewSubscription = WithId & {
  document: string;
  /** An offer's id, or its period where the document has one offer of it. */
  offer: string;
  email: string;
  isp: Isp;
  subscriber_token: string;
  client_reference: string | null;
  test_clock: string | null;
  locale: Locale | undefined;
  /** As of a purchase. */
  agreed_version?: number | undefined;
  /** What the buyer confirmed in our checkout; null where that was not kept yet; absent where the merchant's server sells. */
  consent?: { checkout: string; confirmed: CheckoutConsent } | null | undefined;
};
export type SubscriptionView = {
  id: string;
  mode: Mode;
  status: SubscriptionStatus;
  reference: string;
  document: string;
  document_version: number | null;
  offer: string;
  period: Period;
  price_cents: Cents;
  isp: Isp;
  client_reference: string | null;
  test_clock: string | null;
  code: string | null;
  current_period: { index: number; start: Date; end: Date } | null;
  next_charge_at: Date | null;
  unsubscribe_url: string;
  ended_at: Date | null;
  end_reason: EndReason | null;
  end_source: EndSource | null;
  decline: { reason: DeclineReason } | null;
  created_at: Date;
};

export type CodeValidation =
  | { valid: true; kind: 'one_shot'; purchase: string }
  | { valid: true; kind: 'subscription'; subscription: string; valid_until: Date | null }
  | { valid: false; reason: 'unknown' | 'used' | 'expired' | 'ended' };

export type AttemptView = { number: number; outcome: string; client_correlator: string; sent_at: Date; finished_at: Date | null };
export type ChargeView = {
  id: string;
  reference: string;
  purchase: string | null;
  subscription: string | null;
  period: { index: number; start: Date; end: Date } | null;
  document: string;
  isp: Isp;
  amount_cents: Cents;
  refunded_cents: Cents;
  status: ChargeStatus;
  isp_reference: string | null;
  decline: { reason: DeclineReason; raw: string | null } | null;
  due_at: Date;
  settled_at: Date | null;
  attempts: AttemptView[];
  refunds: RefundView[];
  created_at: Date;
};

export type NewRefund = WithId & { charge: string; amount_cents: Cents | undefined; reason: string };
export type RefundView = {
  id: string;
  charge: string;
  amount_cents: Cents;
  isp: Isp;
  status: 'processing' | Exclude<RefundStatus, 'intent' | 'sent'>;
  reason: string;
  isp_reference: string | null;
  decline: { reason: RefundDeclineReason; raw: string | null } | null;
  created_at: Date;
  settled_at: Date | null;
};

export type DeliveryView = {
  attempted_at: Date;
  latency_ms: number;
  response_status: number | null;
  response_head: string | null;
  error: string | null;
};
export type EventView = {
  id: string;
  type: EventType;
  timestamp: Date;
  data: EventData;
  callback_url: string | null;
  delivery_status: 'none' | 'pending' | 'retrying' | 'delivered' | 'failed' | 'disabled';
  delivered_at: Date | null;
  deliveries: DeliveryView[];
  created_at: Date;
};

export type TestClockView = { id: string; now: Date; status: 'ready' | 'advancing'; created_at: Date };

export type NewCheckout = WithId & {
  document: string;
  quantity: number | null;
  offer: string | null;
  email: string | null;
  client_reference: string | null;
  return_url: string | null;
  locale: Locale | undefined;
  test_clock: string | null;
};
export type CheckoutView = {
  id: string;
  url: string;
  document: string;
  status: 'open' | 'completed' | 'expired';
  purchase: string | null;
  subscription: string | null;
  expires_at: Date;
  created_at: Date;
};

/** What the popup shows. Only the page of the checkout itself may ask: its unguessable id is the buyer's key to it. */
export type CheckoutPage = {
  checkout: CheckoutView;
  merchant_name: string;
  document: DocumentView;
  locale: Locale;
  /** Chosen by the merchant or by the buyer so far. */
  quantity: number | null;
  offer: OfferView | null;
  email: string | null;
  isp: Isp | null;
  /** Where the codes of a finished sale went, masked. */
  sent_to: string | null;
  return_url: string | null;
  /** Why the last try did not end in a sale: a decline reason, `refused` on the ISP's page, or a refusal's code. */
  failure: string | null;
  purchase: PurchaseView | null;
  subscription: SubscriptionView | null;
};
export type CheckoutChoice = {
  quantity: number | null;
  offer: string | null;
  email: string;
  isp: Isp;
  locale: Locale;
  /** The very words that the buyer read and confirmed, in that language; null where nothing is to be renewed. */
  consent_text: string | null;
};
/** What the ISP's hosted page sends back. */
export type IspReturn = { state: string; subscriber_token: string | undefined; error: string | undefined };

/** What the page behind the unsubscribe link shows; no e-mail, no code. */
export type UnsubscribePage = {
  subscription: SubscriptionView;
  merchant_name: string;
  document_name: string;
  site_url: string;
  locale: Locale;
};

/** A CloudEvent of an ISP after its envelope was checked. `time` is when it happened at the ISP. */
export type IspNotification =
  | { id: string; kind: 'payment_completed'; client_correlator: string; isp_reference: string; time: Date }
  | { id: string; kind: 'payment_denied'; client_correlator: string; reason: DeclineReason; raw: string; time: Date }
  | { id: string; kind: 'mandate_revoked'; mandate_reference: string; time: Date };

/** What has a file of types of its own. */
type OfFeatures = ReportUseCases & DocumentLifeUseCases & LeavingUseCases & PayoutUseCases & CallbackUseCases & EventUseCases;

/** Everything that a caller can ask for. Each throws a Refusal for what it doesn't do; nothing is then written or charged. */
export type UseCases = OfFeatures & {
  authenticate(api_key: string): Promise<Scope | undefined>;

  createDocument(scope: Scope, input: NewDocument): Promise<DocumentView>;
  changeDocument(scope: Scope, id: string, change: DocumentChange): Promise<DocumentView>;
  getDocument(scope: Scope, id: string): Promise<DocumentView>;
  listDocuments(scope: Scope, page: DocumentPage): Promise<Listing<DocumentView>>;

  createCheckout(scope: Scope, input: NewCheckout): Promise<CheckoutView>;
  getCheckout(scope: Scope, id: string): Promise<CheckoutView>;
  showCheckout(id: string): Promise<CheckoutPage>;
  /** Notes that the form was sent to the buyer's browser. */
  noteFormShown(id: string): Promise<void>;
  /** Keeps the buyer's choice and answers the address of the ISP's hosted page. */
  leaveForIsp(id: string, choice: CheckoutChoice): Promise<{ redirect_url: string }>;
  /** The way back: buys or subscribes, once however often it is called, and waits up to 5 s for the outcome. */
  returnFromIsp(id: string, answer: IspReturn): Promise<CheckoutPage>;

  /** Waits up to 5 s for a final status; `processing` after that. */
  buy(scope: Scope, input: NewPurchase): Promise<PurchaseView>;
  getPurchase(scope: Scope, id: string): Promise<PurchaseView>;
  listPurchases(scope: Scope, page: PurchasePage): Promise<Listing<PurchaseView>>;

  subscribe(scope: Scope, input: NewSubscription): Promise<SubscriptionView>;
  getSubscription(scope: Scope, id: string): Promise<SubscriptionView>;
  listSubscriptions(scope: Scope, page: SubscriptionPage): Promise<Listing<SubscriptionView>>;
  getDossier(scope: Scope, id: string): Promise<DossierView>;
  cancelSubscription(scope: Scope, id: string): Promise<SubscriptionView>;
  showUnsubscribe(token: string): Promise<UnsubscribePage>;
  unsubscribe(token: string, source: 'email_link' | 'one_click'): Promise<UnsubscribePage>;

  /** One-shot: consumes, atomically. `id` names this validation: the same one asked again gets the same answer. */
  validateCode(scope: Scope, input: WithId & { code: string; document: string }): Promise<CodeValidation>;

  getCharge(scope: Scope, id: string): Promise<ChargeView>;
  listCharges(scope: Scope, page: ChargePage): Promise<Listing<ChargeView>>;

  /** Waits up to 5 s for a final status; `processing` after that. Without an amount, all that remains. */
  refundCharge(scope: Scope, input: NewRefund): Promise<RefundView>;
  getRefund(scope: Scope, id: string): Promise<RefundView>;

  getEvent(scope: Scope, id: string): Promise<EventView>;
  listEvents(scope: Scope, page: EventPage): Promise<Listing<EventView>>;
  redeliverEvent(scope: Scope, id: string): Promise<EventView>;

  createTestClock(scope: Scope, input: WithId & { now: Date }): Promise<TestClockView>;
  getTestClock(scope: Scope, id: string): Promise<TestClockView>;
  listTestClocks(scope: Scope, page: Page): Promise<Listing<TestClockView>>;
  advanceTestClock(scope: Scope, id: string, to: Date): Promise<TestClockView>;

  /** True where it was new. */
  takeNotification(isp: Isp, notification: IspNotification): Promise<boolean>;

  /** Idempotency-Key, see below. */
  idempotency: Idempotency;

  /** Resolves where PostgreSQL and Temporal answer; rejects with what doesn't. */
  checkReadiness(): Promise<void>;
};

export type IdempotencyClaim =
  /** First time, or the one before was cut off: do it under this id. */
  { kind: 'proceed'; resource_id: string } | { kind: 'replay'; status: number; body: string };

export type Idempotency = {
  /** Throws idempotency_key_reused or idempotency_key_in_flight. `request` is method, path and body as one string; `new_id` is kept with the key. */
  claim(scope: Scope, input: { key: string; request: string; new_id: string }): Promise<IdempotencyClaim>;
  /** Keeps the answer, sealed. Only final answers below 500 are kept. */
  finish(scope: Scope, input: { key: string; status: number; body: string }): Promise<void>;
  /** Frees a key whose request was refused in a way that a later try may heal (5xx, 429). */
  release(scope: Scope, key: string): Promise<void>;
};
