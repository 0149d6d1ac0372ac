import type { Client } from '@temporalio/client';
import { MONTH_OVER, type PayoutInput, WORKFLOW_TYPES } from '../../domain/messages.ts';
import { ensureSchedule } from './regular.ts';

/** On the first of each month, in the morning in Paris, when the books of the month before are at rest. */
const STATED_AT = { dayOfMonth: 1, hour: 6, minute: 0 };

/**
 * Makes sure that the months are stated by the clock. A start that was missed is made up for within the month: the run states the last month
 * that is over, whenever it comes, and what is due has waited with it.
 */
export async function ensurePayoutSchedule(client: Client): Promise<void> {
  const input: PayoutInput = { month: MONTH_OVER };
  await ensureSchedule(client, {
    schedule_id: 'payouts',
    calendar: STATED_AT,
    why: 'after the month is over',
    workflow_type: WORKFLOW_TYPES.payout,
    input,
    workflow_id: 'payouts',
    catchup: '20 days',
    staticSummary: 'statements of all merchants: the month that is over',
  });
}
