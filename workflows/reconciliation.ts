// Compares one ISP's statements with our books: one day by hand, or all that is due, each morning by a schedule.
import { ApplicationFailure, isCancellation, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';
import { DAYS_DUE, type DayReport, type ReconciliationInput, type ReconciliationReport } from '../domain/messages.ts';

// A day is given up after two hours without its statement, so that one day doesn't keep the others waiting; the next run tries it again.
const { reconcileDay, reconciliationsDue } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '15 minutes',
  scheduleToCloseTimeout: '2 hours',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});

export async function reconciliation({ isp, day }: ReconciliationInput): Promise<ReconciliationReport> {
  const days = day === DAYS_DUE ? await reconciliationsDue({ isp }) : [day];
  const reports: DayReport[] = [];
  const failed: string[] = [];
  for (const each of days) {
    try {
      reports.push(await reconcileDay({ isp, day: each }));
    } catch (error) {
      if (isCancellation(error)) throw error;
      failed.push(each);
    }
    setCurrentDetails([...reports.map(lineOf), ...failed.map((name) => `**${name}:** no statement`)].join('\n\n'));
  }
  // Shown as failed in Temporal, with what was done kept in PostgreSQL.
  if (failed.length > 0) throw ApplicationFailure.nonRetryable(`not reconciled: ${failed.join(', ')}`, 'StatementMissing');
  return { isp, days: reports };
}

function lineOf({ day, complete, counts, charged, not_charged }: DayReport): string {
  const doubts = `doubts: ${charged.length} charged, ${not_charged.length} not`;
  return `**${day}:** ${complete ? 'complete' : 'not complete yet'}, ${counts.lines} lines, ${counts.matched} matched, ${doubts}, ${counts.open} open discrepancies`;
}
