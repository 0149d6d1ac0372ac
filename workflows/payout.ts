// The statements of a month: once a month by a schedule, or of any month by hand.
import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';
import type { PayoutInput, PayoutReport } from '../domain/messages.ts';

// A merchant whose month cannot be stated keeps no other waiting, and is tried again for a day.
const { makePayouts } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '6 hours',
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});

export async function payout({ month }: PayoutInput): Promise<PayoutReport> {
  const report = await makePayouts({ month });
  setCurrentDetails(
    report.modes.map(({ mode, made, there }) => `**${report.month}, ${mode}:** ${made} statements made, ${there} were there`).join('\n\n'),
  );
  return report;
}
