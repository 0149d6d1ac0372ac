import type { DisabledReason } from '../../domain/callbacks.ts';
import type { DeclineReason } from '../../domain/charges.ts';
import type { Isp } from '../../domain/isps.ts';
import type { LetterKind } from '../../domain/mails.ts';
import type { Cents } from '../../domain/money.ts';
import type { Period } from '../../domain/offers.ts';
import type { EndReason, Locale } from '../../domain/subscriptions.ts';

type Common = {
  locale: Locale;
  merchant_name: string;
  document_name: string;
  site_url: string;
  isp: Isp;
  /** What the ISP's invoice shows. */
  reference: string;
  /** The page that ends a contract without an account, told at the foot of each letter. */
  cancel_url: string;
};

type SubscriptionFacts = Common & { price_cents: Cents; period: Period };

export type PurchaseCodesFacts = Common & { quantity: number; amount_cents: Cents; codes: string[] };

export type SubscriptionStartedFacts = SubscriptionFacts & { code: string; next_charge_at: Date; unsubscribe_url: string };

export type SubscriptionRenewedFacts = SubscriptionFacts & {
  period_start: Date;
  period_end: Date;
  code: string;
  next_charge_at: Date;
  unsubscribe_url: string;
};

export type SubscriptionPastDueFacts = SubscriptionFacts & {
  reason: DeclineReason;
  /** Null where no further try is planned. */
  retry_at: Date | null;
  /** That try is the last: refused again, the subscription ends. */
  is_last_retry: boolean;
  code: string;
  unsubscribe_url: string;
};

export type SubscriptionEndedFacts = SubscriptionFacts & {
  end_reason: EndReason;
  /** The end of the last paid period; null where nothing is paid any more. */
  code_valid_until: Date | null;
};

export type ChargeRefundedFacts = Common & { amount_cents: Cents; charged_cents: Cents };

export type ConsoleSignInFacts = { locale: Locale; sign_in_url: string; minutes: number };

export type CallbacksDisabledFacts = {
  locale: Locale;
  document_id: string;
  document_name: string;
  /** Where they went, without what a URL may hold beside that. */
  host: string;
  reason: DisabledReason;
  failing_since: Date | null;
  disabled_at: Date;
  document_url: string;
};

/** What each kind of letter tells. */
export type FactsOf = {
  purchase_codes: PurchaseCodesFacts;
  subscription_started: SubscriptionStartedFacts;
  subscription_renewed: SubscriptionRenewedFacts;
  subscription_past_due: SubscriptionPastDueFacts;
  subscription_ended: SubscriptionEndedFacts;
  charge_refunded: ChargeRefundedFacts;
  console_sign_in: ConsoleSignInFacts;
  callbacks_disabled: CallbacksDisabledFacts;
};

export type LetterFacts = FactsOf[LetterKind];
