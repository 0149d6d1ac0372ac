import type { World } from '../engine/world.ts';
import { agreement, ceilings, chargedOnce } from './books.ts';
import { eventsOfPurchases, eventsOfSubscriptions, oneCode } from './events.ts';
import { periodsAccounted } from './periods.ts';
import { finished } from './quiet.ts';
import { daysReconciled, discrepanciesResolved, takenForNothingGoesBack } from './reconciliation.ts';
import { givenBackOnce, refundsAgree, refundsCounted } from './refunds.ts';

export type Finding = { subject: string; detail: string };
export type Invariant = (world: World) => Finding[];

/**
 * What must hold of each run once it is quiet, judged on the ISPs' own books. Another rule is one more entry. That
 * no charge starts after an acknowledged end is seen when a call leaves: engine/judge.ts.
 */
export const INVARIANTS: Record<string, Invariant> = {
  'at most one successful charge per purchase and per period': chargedOnce,
  'our rows and the books agree': agreement,
  'the ceilings are never crossed': ceilings,
  'money goes back once per refund, and never more than was paid': givenBackOnce,
  'our refunds and the books agree': refundsAgree,
  'a charge counts its refunds, and each is told once': refundsCounted,
  'every day with money is reconciled': daysReconciled,
  'no discrepancy stays open': discrepanciesResolved,
  'money taken for nothing goes back, once': takenForNothingGoesBack,
  'no period is lost without a recorded reason': periodsAccounted,
  'everything comes to its end': finished,
  'events of a subscription have no gaps, and each money event has one': eventsOfSubscriptions,
  'a purchase has one event and its codes': eventsOfPurchases,
  'a subscription has one code': oneCode,
};
