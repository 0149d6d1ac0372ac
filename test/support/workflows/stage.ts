import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { type FirstTry, MESSAGES, type SubscriptionInput, WORKFLOW_TYPES } from '../../../domain/messages.ts';
import { newId } from '../../../vault/ids.ts';
import { workflowBundle } from './bundle.ts';
import { ScriptedActivities } from './scripted-activities.ts';

/** One worker on a task queue of its own, with scripted activities, for as long as `play` runs. */
export async function onStage<T>(
  environment: TestWorkflowEnvironment,
  { anchor }: { anchor: Date },
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const script = new ScriptedActivities(anchor);
  const task_queue = `stage-${newId('evt')}`;
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue: task_queue,
    workflowBundle: await workflowBundle(),
    activities: script.activities,
  });
  return await worker.runUntil(() => play(new Stage(environment, script, task_queue)));
}

export class Stage {
  readonly environment: TestWorkflowEnvironment;
  readonly script: ScriptedActivities;
  readonly task_queue: string;

  constructor(environment: TestWorkflowEnvironment, script: ScriptedActivities, task_queue: string) {
    this.environment = environment;
    this.script = script;
    this.task_queue = task_queue;
  }

  /** Starts a subscription whose first charge is due at once; answers its handle. */
  async subscription(more: Partial<SubscriptionInput> = {}, options: { workflowTaskTimeout?: Duration } = {}) {
    const subscription_id = newId('sub');
    const input: SubscriptionInput = { subscription_id, status: 'pending', next: this.script.next(0), ...more };
    return await this.environment.client.workflow.start(WORKFLOW_TYPES.subscription, {
      args: [input],
      workflowId: subscription_id,
      taskQueue: this.task_queue,
      ...options,
    });
  }

  /** Starts a purchase and waits for its outcome, as the API does. */
  async purchase(more: FirstTry = {}) {
    const purchase_id = newId('pur');
    const startWorkflowOperation = new WithStartWorkflowOperation(WORKFLOW_TYPES.purchase, {
      args: [{ purchase_id, ...more }],
      workflowId: purchase_id,
      taskQueue: this.task_queue,
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const outcome = await this.environment.client.workflow.executeUpdateWithStart(MESSAGES.outcome, { startWorkflowOperation, args: [] });
    return { outcome, handle: await startWorkflowOperation.workflowHandle() };
  }

  async start(type: string, workflow_id: string, input: object) {
    return await this.environment.client.workflow.start(type, { args: [input], workflowId: workflow_id, taskQueue: this.task_queue });
  }
}
