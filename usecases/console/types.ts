import type { ChargeStatus } from '../../domain/charges.ts';
import type { Isp } from '../../domain/isps.ts';
import type { Cents } from '../../domain/money.ts';
import type { Period, Tier } from '../../domain/offers.ts';
import type { Locale, Mode, SubscriptionStatus } from '../../domain/subscriptions.ts';
import type { Listing, Page, Scope } from '../types.ts';

export type ConsoleMerchant = { id: string; name: string; tier: Tier };

/** A person at a browser. */
export type ConsoleSession = {
  /** Null until a person of several merchants has chosen one. */
  merchant: ConsoleMerchant | null;
  /** All that the person may act for. */
  merchants: ConsoleMerchant[];
  mode: Mode;
  /** Whether there is anything to see in live mode. */
  has_live: boolean;
  /** What every form of this session must send back. */
  csrf_token: string;
};

/** Who is signed in to the console, and how one gets and loses that. */
export type ConsoleAccess = {
  /** Has a link mailed where the address is a person's; does and answers the same where it is nobody's. */
  requestSignIn(input: { email: string; locale: Locale }): Promise<void>;
  /** Whether a link can still be used. Looking uses nothing up. */
  isSignInOpen(token: string): Promise<boolean>;
  /** Uses the link up; undefined where it was used or is too old. The session's token is told this once. */
  signIn(token: string): Promise<{ session_token: string; lasts_seconds: number } | undefined>;
  /** Undefined where the session is over, or the person is of no merchant any more. */
  findSession(session_token: string): Promise<ConsoleSession | undefined>;
  /** Refuses as not found a merchant that the person is not of. */
  chooseMerchant(session_token: string, merchant_id: string): Promise<void>;
  chooseMode(session_token: string, mode: Mode): Promise<void>;
  signOut(session_token: string): Promise<void>;
  /** Ends every session of this person. */
  signOutEverywhere(session_token: string): Promise<void>;
};

/** What to look for; all that is named must hold. Dates are the first instant and the one after the last. */
export type TransactionFilter = {
  /** An id of a charge, purchase or subscription, a reference, or the merchant's own reference. */
  text?: string | undefined;
  isp?: Isp | undefined;
  status?: ChargeStatus | 'refunded' | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};
export type TransactionRow = {
  id: string;
  reference: string;
  purchase: string | null;
  subscription: string | null;
  period_index: number | null;
  document_name: string;
  client_reference: string | null;
  isp: Isp;
  amount_cents: Cents;
  refunded_cents: Cents;
  status: ChargeStatus;
  /** The business instant: a test clock's where the subscription hangs on one. */
  at: Date;
};

export type SubscriptionFilter = { text?: string | undefined; isp?: Isp | undefined; status?: SubscriptionStatus | undefined };
export type SubscriptionListRow = {
  id: string;
  reference: string;
  document_name: string;
  client_reference: string | null;
  isp: Isp;
  period: Period;
  price_cents: Cents;
  status: SubscriptionStatus;
  began_at: Date;
  next_charge_at: Date | null;
  ended_at: Date | null;
};

/** Lists as the console shows them: narrowed, and with the names that a person knows things by. */
export type ConsoleSearch = {
  searchTransactions(scope: Scope, filter: TransactionFilter & Page): Promise<Listing<TransactionRow>>;
  searchSubscriptions(scope: Scope, filter: SubscriptionFilter & Page): Promise<Listing<SubscriptionListRow>>;
};
