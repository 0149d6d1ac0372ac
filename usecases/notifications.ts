import { resolveDoubt } from '../billing/resolve-doubt.ts';
import { clientCorrelator } from '../domain/charges.ts';
import type { Isp } from '../domain/isps.ts';
import type { PaymentResult } from '../domain/payments.ts';
import type { UseCaseContext } from './context.ts';
import { endNow } from './subscriptions.ts';
import type { IspNotification, UseCases } from './types.ts';

/**
 * What an ISP tells by itself. At least once and in any order: a notification is marked as taken after it was acted on, and acting on one
 * twice changes nothing, since rows decide.
 */
export function createNotificationUseCases(context: UseCaseContext): Pick<UseCases, 'takeNotification'> {
  const { unitOfWork, now } = context;
  return {
    async takeNotification(isp, notification) {
      await act(isp, notification);
      const row = { isp, notification_id: notification.id, type: notification.kind, received_at: now() };
      return await unitOfWork.transaction((stores) => stores.requests.takeNotification(row));
    },
  };

  async function act(isp: Isp, notification: IspNotification): Promise<void> {
    switch (notification.kind) {
      case 'mandate_revoked': {
        const reference = notification.mandate_reference;
        const subscription = await unitOfWork.read((stores) => stores.subscriptions.findByMandate(isp, reference));
        if (subscription) await endNow(context, subscription.id, 'isp', notification.time);
        return;
      }
      case 'payment_completed':
        return await settle(isp, notification.client_correlator, { kind: 'succeeded', isp_reference: notification.isp_reference });
      case 'payment_denied':
        return await settle(isp, notification.client_correlator, { kind: 'declined', reason: notification.reason, raw: notification.raw });
    }
  }

  /** Resolves the charge that waits in doubt for this very attempt, and wakes its workflow. Anything else is known already. */
  async function settle(isp: Isp, client_correlator: string, result: PaymentResult): Promise<void> {
    const charge = await unitOfWork.read((stores) => stores.charges.findByCorrelator(client_correlator));
    if (!charge || charge.isp !== isp || charge.status !== 'in_doubt' || client_correlator !== clientCorrelator(charge.key, charge.attempt))
      return;
    await resolveDoubt(context, { charge, from: ['in_doubt'], result });
  }
}
