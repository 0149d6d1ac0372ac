import type { UseCases } from '../../usecases/types.ts';
import type { Operation } from '../operation.ts';
import type { WrongCodes } from '../wrong-codes.ts';
import { chargeOperations } from './charges.ts';
import { checkoutOperations } from './checkouts.ts';
import { codeOperations } from './codes.ts';
import { documentOperations } from './documents.ts';
import { eventOperations } from './events.ts';
import { purchaseOperations } from './purchases.ts';
import { refundOperations } from './refunds.ts';
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
    ...eventOperations(useCases),
    ...testClockOperations(useCases),
  ];
}
