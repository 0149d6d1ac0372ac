import type { UseCases } from '../../usecases/types.ts';
import type { Description, Operation } from '../operation.ts';
import type { WrongCodes } from '../wrong-codes.ts';
import { chargeOperations } from './charges.ts';
import { checkoutOperations } from './checkouts.ts';
import { codeOperations } from './codes.ts';
import { documentOperations } from './documents.ts';
import { eventOperations } from './events.ts';
import { notificationDescription } from './notifications.ts';
import { payoutOperations } from './payouts.ts';
import { purchaseOperations } from './purchases.ts';
import { refundOperations } from './refunds.ts';
import { reportOperations } from './reports.ts';
import { serviceDescriptions } from './service.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { testClockOperations } from './test-clocks.ts';

/** Every call of merchants' servers, in the order in which the documentation shows them. */
export function merchantOperations(useCases: UseCases, slowDownGuessing: WrongCodes): Operation[] {
  return [
    ...documentOperations(useCases),
    ...checkoutOperations(useCases),
    ...purchaseOperations(useCases),
    ...subscriptionOperations(useCases),
    ...codeOperations(useCases, slowDownGuessing),
    ...chargeOperations(useCases),
    ...refundOperations(useCases),
    ...payoutOperations(useCases),
    ...reportOperations(useCases),
    ...eventOperations(useCases),
    ...testClockOperations(useCases),
  ];
}

/** All that the API serves: the calls of merchants, of ISPs, and of anybody. */
export function describeAll(operations: readonly Operation[]): Description[] {
  return [...operations, notificationDescription, ...serviceDescriptions];
}
