import type { Isp } from '../domain/isps.ts';
import type {
  CallbackDelivery,
  ChargePeriodInput,
  DayInput,
  DayReport,
  EndInput,
  EndReport,
  PayoutInput,
  PayoutReport,
  PeriodOutcome,
  PurchaseInput,
  PurchaseOutcome,
  RefundInput,
  RefundOutcome,
} from '../domain/messages.ts';

/** What workflows may ask of the world. Each is safe to repeat: rows decide what is left to do. */
export type BillingActivities = {
  /** Brings the charge of a purchase as far as it can go. */
  chargePurchase(input: PurchaseInput): Promise<PurchaseOutcome>;
  /** Brings the charge of one period as far as it can go. (subscription, index) is unique. */
  chargePeriod(input: ChargePeriodInput): Promise<PeriodOutcome>;
  /** Brings a refund as far as it can go. */
  refundCharge(input: RefundInput): Promise<RefundOutcome>;
  /** Acknowledges the end in PostgreSQL, where that was not done yet, and cancels the mandate at the ISP. */
  endSubscription(input: EndInput): Promise<EndReport>;
  /** Steps a test clock through every due instant up to its target. */
  advanceTestClock(input: { test_clock_id: string }): Promise<void>;
  /** One delivery of a callback; fails where it is to be tried again. Gives it back to the table where its endpoint is not to be tried now. */
  deliverCallback(input: { event_id: string }): Promise<CallbackDelivery>;
  /** Marks a callback as failed for good. */
  giveUpCallback(input: { event_id: string }): Promise<void>;
  /** The days that a regular reconciliation of this ISP looks at, newest first. */
  reconciliationsDue(input: { isp: Isp }): Promise<string[]>;
  /** Reconciles one ISP's day; fails where there is no statement of it. Run again, it changes nothing that is settled. */
  reconcileDay(input: DayInput): Promise<DayReport>;
  /** States a month of every merchant, in both modes; fails where it is to be tried again for some. A month is stated once. */
  makePayouts(input: PayoutInput): Promise<PayoutReport>;
};
