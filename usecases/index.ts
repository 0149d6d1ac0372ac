import { createAuthentication } from './authenticate.ts';
import { createCallbackUseCases } from './callbacks.ts';
import { createChargeUseCases } from './charges.ts';
import { createCheckoutUseCases } from './checkouts.ts';
import { createCodeUseCases } from './codes.ts';
import type { UseCaseContext } from './context.ts';
import { createDocumentLife } from './document-life.ts';
import { createDocumentUseCases } from './documents.ts';
import { createDossierUseCases } from './dossier.ts';
import { createEventUseCases } from './events.ts';
import { createIdempotency } from './idempotency.ts';
import { createLeavingUseCases } from './leaving.ts';
import { createNotificationUseCases } from './notifications.ts';
import { createPayoutUseCases } from './payouts.ts';
import { createPurchaseUseCases } from './purchases.ts';
import { createRefundUseCases } from './refunds.ts';
import { createReportUseCases } from './reports.ts';
import { createSubscriptionUseCases } from './subscriptions.ts';
import { createTestClockUseCases } from './test-clocks.ts';
import type { UseCases } from './types.ts';

/** Everything that a caller can ask for, on one context. */
export function createUseCases(context: UseCaseContext): UseCases {
  const purchases = createPurchaseUseCases(context);
  const subscriptions = createSubscriptionUseCases(context);
  return {
    ...createAuthentication(context),
    ...createDocumentUseCases(context),
    ...createDocumentLife(context),
    ...createCallbackUseCases(context),
    ...purchases,
    ...subscriptions,
    ...createCheckoutUseCases(context, { buy: purchases.buy, subscribe: subscriptions.subscribe }),
    ...createCodeUseCases(context),
    ...createChargeUseCases(context),
    ...createRefundUseCases(context),
    ...createPayoutUseCases(context),
    ...createReportUseCases(context),
    ...createDossierUseCases(context),
    ...createEventUseCases(context),
    ...createTestClockUseCases(context),
    ...createNotificationUseCases(context),
    ...createLeavingUseCases(context),
    idempotency: createIdempotency(context),
    async checkReadiness() {
      await Promise.all([context.unitOfWork.read((stores) => stores.ping()), context.engine.checkReadiness()]);
    },
  };
}
