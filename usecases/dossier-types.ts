import type { PeriodBounds } from '../domain/calendar.ts';
import type { ChargeStatus, DeclineReason } from '../domain/charges.ts';
import type { ConsentChannel, HostedPage } from '../domain/consent.ts';
import type { EventType } from '../domain/events.ts';
import type { Isp } from '../domain/isps.ts';
import type { MailKind } from '../domain/mails.ts';
import type { Cents } from '../domain/money.ts';
import type { Period } from '../domain/offers.ts';
import type { EndReason, EndSource, Locale, Mode, SubscriptionStatus } from '../domain/subscriptions.ts';
import type { DocumentVersionView } from './document-types.ts';
import type { RefundView } from './types.ts';

/** What a dispute about a subscription needs, and nothing about who the buyer is. */
export type DossierView = {
  subscription: string;
  mode: Mode;
  reference: string;
  status: SubscriptionStatus;
  isp: Isp;
  test_clock: string | null;
  anchor_at: Date;
  created_at: Date;
  offer: DossierOffer;
  /** Null for what was sold before consents were kept. */
  consent: DossierConsent | null;
  mandate: DossierMandate | null;
  charges: DossierCharge[];
  mails: DossierMail[];
  notices: DossierNotice[];
  end: DossierEnd | null;
};

/** As it was sold. The names and the ceiling are null for what was sold before they were kept. */
export type DossierOffer = {
  document: string;
  /** Null for what was sold before versions were kept. */
  document_at_sale: DocumentVersionView | null;
  document_name: string | null;
  merchant_name: string | null;
  site_url: string | null;
  offer: string;
  period: Period;
  price_cents: Cents;
  ceiling_cents: Cents | null;
};

export type DossierConsent = {
  channel: ConsentChannel;
  checkout: string | null;
  text: { language: Locale; version: string; body: string } | null;
  shown_at: Date | null;
  accepted_at: Date | null;
  isp_page: HostedPage | null;
  token_presented_at: Date;
};

export type DossierMandate = {
  isp_reference: string;
  reference_code: string;
  description: string;
  made_at: Date | null;
  cancelled_at: Date | null;
};

export type DossierAttempt = {
  number: number;
  client_correlator: string;
  outcome: string;
  decline: { reason: DeclineReason } | null;
  sent_at: Date;
  finished_at: Date | null;
};

export type DossierCharge = {
  id: string;
  reference: string;
  period: PeriodBounds | null;
  amount_cents: Cents;
  status: ChargeStatus;
  isp_reference: string | null;
  decline: { reason: DeclineReason } | null;
  due_at: Date;
  settled_at: Date | null;
  attempts: DossierAttempt[];
  refunds: DossierRefund[];
};

export type DossierRefund = Pick<RefundView, 'id' | 'amount_cents' | 'status' | 'reason' | 'isp_reference' | 'created_at' | 'settled_at'>;

export type DossierMail = {
  id: string;
  kind: MailKind;
  occasion: string;
  language: Locale;
  occurred_at: Date;
  status: 'queued' | 'sent' | 'failed';
  sent_at: Date | null;
};

export type DossierNotice = {
  id: string;
  sequence: number | null;
  type: EventType;
  occurred_at: Date;
  delivery_status: 'none' | 'pending' | 'retrying' | 'delivered' | 'failed' | 'disabled';
  delivered_at: Date | null;
  deliveries: { attempted_at: Date; response_status: number | null }[];
};

export type DossierEnd = {
  ended_at: Date;
  reason: EndReason;
  source: EndSource | null;
  mandate_cancelled_at: Date | null;
  /** Null where no code was ever given. */
  code_valid_until: Date | null;
};
