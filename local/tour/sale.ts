import type { Isp } from '../../domain/isps.ts';
import type { Callback, Charge, Payment } from './answers.ts';

/** What was agreed with one buyer or subscriber, and therefore must be in the books: no more, no less. */
export interface Sale {
  /** Who bought, in the words of the tour. */
  buyer: string;
  isp: Isp;
  kind: 'purchase' | 'subscription';
  id: string;
  reference: string;
  /** The price of each charge in cents. */
  amount: number;
  /** When each period begins on the wall clock in Paris; a purchase has none. */
  dues: readonly string[];
  /** The acknowledged end, after which nothing may be charged. */
  ended_at: string | undefined;
}

/** What the three sides say about the sale. */
export interface Records {
  payments: readonly Payment[];
  charges: readonly Charge[];
  callbacks: readonly Callback[];
}

/** One expected thing and what was found for it, or one found thing that nothing explains. */
export interface ComparisonLine {
  sale: Pick<Sale, 'buyer' | 'isp' | 'kind' | 'id'>;
  /** The period's index; null for purchases, ends and what belongs to no period. */
  period: number | null;
  payment: Payment | null;
  charge: Charge | null;
  callback: Callback | null;
  /** Empty where all sides agree. */
  differences: string[];
}

/** What one line must show. */
export interface Expected {
  period: number | null;
  due: string | null;
  callback_type: string;
  sequence: number | undefined;
  /** An end is told by a callback; nothing is charged for it. */
  is_charged: boolean;
}
