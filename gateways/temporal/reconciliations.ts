import { type Client, isGrpcServiceError, ServiceError } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { ISP_NAMES, ISPS, type Isp } from '../../domain/isps.ts';
import { DAYS_DUE, type ReconciliationInput, type ReconciliationReport, SEARCH_ATTRIBUTES, WORKFLOW_TYPES } from '../../domain/messages.ts';
import { RECONCILED_AT } from '../../domain/reconciliation.ts';
import { Refusal } from '../../domain/refusals.ts';
import { ensureSchedule, type Regular } from './regular.ts';
import { startOrJoin } from './start-or-join.ts';

/** `running`: it goes on by itself, and was not waited for any longer. */
export type ReconciliationRun =
  | { status: 'done'; workflow_id: string; report: ReconciliationReport }
  | { status: 'failed' | 'running'; workflow_id: string };

/** How operators and the clock start reconciliations. */
export type Reconciliations = {
  /** Starts the reconciliation of one day, or joins the one that runs, and waits up to `wait_ms`. Refuses with billing_unavailable. */
  reconcile(input: ReconciliationInput, wait_ms: number): Promise<ReconciliationRun>;
  /** Makes sure that each ISP has its schedule as it is described here. Harmless when repeated, also by several at once. */
  ensureSchedules(): Promise<void>;
};

const ISP = defineSearchAttributeKey(SEARCH_ATTRIBUTES.isp, SearchAttributeType.KEYWORD);

export function createReconciliations(client: Client): Reconciliations {
  return {
    async reconcile(input, wait_ms) {
      const workflow_id = workflowId(input);
      try {
        // A day may be reconciled again and again, but by one at a time.
        const handle = await startOrJoin(client, WORKFLOW_TYPES.reconciliation, {
          workflowId: workflow_id,
          input,
          ...described(input.isp, `statement of ${input.day}`),
        });
        return await outcomeWithin(client, { workflow_id, run_id: handle.firstExecutionRunId, wait_ms });
      } catch (error) {
        if (!isGrpcServiceError(error) && !(error instanceof ServiceError)) throw error;
        throw new Refusal('billing_unavailable', 'Temporal does not answer.', { retry_after_seconds: 5 });
      }
    },
    async ensureSchedules() {
      for (const isp of ISPS) await ensureSchedule(client, regularOf(isp));
    },
  };
}

/** `reconcile-alice-2026-11-23` by hand; `reconcile-alice-` and the instant where the schedule started it. */
function workflowId({ isp, day }: ReconciliationInput): string {
  return `reconcile-${isp}-${day}`;
}

/** Of the schedule that starts one ISP's reconciliation each morning. */
export function scheduleId(isp: Isp): string {
  return `reconcile-${isp}`;
}

function described(isp: Isp, summary: string) {
  return {
    typedSearchAttributes: new TypedSearchAttributes([{ key: ISP, value: isp }]),
    staticSummary: `reconciliation with ${ISP_NAMES[isp]}: ${summary}`,
  };
}

async function outcomeWithin(
  client: Client,
  { workflow_id, run_id, wait_ms }: { workflow_id: string; run_id: string; wait_ms: number },
): Promise<ReconciliationRun> {
  const handle = client.workflow.getHandle(workflow_id, run_id);
  const until = Date.now() + wait_ms;
  for (let pause_ms = 100; Date.now() < until; pause_ms = Math.min(1_000, pause_ms * 2)) {
    const { status } = await handle.describe();
    if (status.name === 'COMPLETED') return { status: 'done', workflow_id, report: (await handle.result()) as ReconciliationReport };
    if (status.name !== 'RUNNING') return { status: 'failed', workflow_id };
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
  }
  return { status: 'running', workflow_id };
}

/**
 * Each morning in Paris. A start that an outage of Temporal missed is made up for within a day, and forgotten after that: the next looks at
 * all that is due.
 */
function regularOf(isp: Isp): Regular {
  const input: ReconciliationInput = { isp, day: DAYS_DUE };
  return {
    schedule_id: scheduleId(isp),
    calendar: RECONCILED_AT,
    why: 'after the statement of yesterday is complete',
    workflow_type: WORKFLOW_TYPES.reconciliation,
    input,
    workflow_id: `reconcile-${isp}`,
    catchup: '1 day',
    ...described(isp, 'all days that are due'),
  };
}
