import type { Client, WorkflowStartOptions } from '@temporalio/client';
import { TASK_QUEUE } from '../../domain/messages.ts';

type Run = Pick<WorkflowStartOptions, 'workflowId' | 'typedSearchAttributes' | 'staticSummary'> & { input: object };

/** Begins a run where none is under way, also where an earlier one has ended: rows know what is left to do. One at a time under an id. */
export async function startOrJoin(client: Client, type: string, { input, ...run }: Run) {
  return await client.workflow.start(type, {
    ...run,
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}
