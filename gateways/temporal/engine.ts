import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { defineSearchAttributeKey, type Priority, SearchAttributeType, TypedSearchAttributes, type Workflow } from '@temporalio/common';
import type { Isp } from '../../domain/isps.ts';
import {
  MESSAGES,
  type PurchaseOutcome,
  type PurchaseStart,
  type RefundInput,
  type RefundOutcome,
  SEARCH_ATTRIBUTES,
  type SubscriptionInput,
  type SubscriptionStart,
  TASK_QUEUE,
  type UnsubscribeRequest,
  WORKFLOW_TYPES,
} from '../../domain/messages.ts';
import { Refusal } from '../../domain/refusals.ts';
import { startOrJoin } from './start-or-join.ts';
import { WORKFLOW_TASK_TIMEOUT } from './takeover.ts';

export type RefundStart = { refund_id: string; isp: Isp; merchant_id: string };

/** How the rest of the house starts and reaches workflows. A workflow's id is the id of its object. */
export type Engine = {
  /** Starts the purchase's workflow, or joins it, and waits up to `wait_ms` for the outcome; undefined after that. */
  buy(start: { purchase_id: string; isp: Isp; merchant_id: string }, wait_ms: number): Promise<PurchaseOutcome | undefined>;
  /** Starts the subscription's workflow, or joins it, and waits up to `wait_ms` for the outcome of its first charge. True where it came. */
  subscribe(start: SubscriptionStart, wait_ms: number): Promise<boolean>;
  /** Starts the refund's workflow, or joins it, and waits up to `wait_ms` for the outcome; undefined after that. */
  refund(start: RefundStart, wait_ms: number): Promise<RefundOutcome | undefined>;
  /** Starts the workflow of a purchase that none works on; changes nothing where one runs. */
  ensurePurchase(start: { purchase_id: string; isp: Isp; merchant_id: string }): Promise<void>;
  /** The same for a refund. */
  ensureRefund(start: RefundStart): Promise<void>;
  /** The same for a subscription. */
  ensureSubscription(start: SubscriptionStart): Promise<void>;
  /** Tells a running subscription that it has ended. False where no workflow runs. */
  unsubscribe(subscription_id: string, request: UnsubscribeRequest): Promise<boolean>;
  /** Tells a workflow that waits in doubt to look at its charge again. */
  chargeResolved(workflow_id: string): Promise<boolean>;
  /** Tells a subscription on a test clock what time it is, and waits until it has done what is due by then. */
  tick(subscription_id: string, clock_now: Date): Promise<void>;
  /** Starts the work of an advance, or joins a run that is under way, and waits up to `wait_ms`; true where that run has ended. */
  advanceClock(test_clock_id: string, wait_ms: number): Promise<boolean>;
  /** Retries a callback over three days. */
  retryCallback(event_id: string): Promise<void>;
  checkReadiness(): Promise<void>;
};

const ISP = defineSearchAttributeKey(SEARCH_ATTRIBUTES.isp, SearchAttributeType.KEYWORD);
const MERCHANT = defineSearchAttributeKey(SEARCH_ATTRIBUTES.merchant, SearchAttributeType.KEYWORD);
const BILLING_STATUS = defineSearchAttributeKey(SEARCH_ATTRIBUTES.billing_status, SearchAttributeType.KEYWORD);

function attributes(start: { isp: Isp; merchant_id: string }, status: string): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: ISP, value: start.isp },
    { key: MERCHANT, value: start.merchant_id },
    { key: BILLING_STATUS, value: status },
  ]);
}

const SIGNAL_WITHIN_MS = 1_500;

/**
 * Waits for an answer, but not for longer; undefined after that. The call itself is given up, so that none is left on a connection that
 * closes; what it asked for goes on, or is taken up by the sweep. While the service is away a call pauses between its tries and doesn't
 * hear that it was given up, so nobody waits for that.
 */
export async function within<T>(client: Client, wait_ms: number, call: () => Promise<T>): Promise<T | undefined> {
  const giving_up = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const time_is_up = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      giving_up.abort();
      resolve(undefined);
    }, wait_ms);
  });
  const answer = client.withAbortSignal(giving_up.signal, call).catch((error: unknown) => {
    if (giving_up.signal.aborted) return undefined;
    throw error;
  });
  try {
    return await Promise.race([answer, time_is_up]);
  } finally {
    clearTimeout(timer);
  }
}

/** A closed workflow has done its work: what it left is in PostgreSQL. */
function isOver(error: unknown): boolean {
  return error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError;
}

function isAway(error: unknown): boolean {
  return isGrpcServiceError(error) || error instanceof ServiceError;
}

function unlessAway(error: unknown): void {
  if (!isAway(error)) throw error;
}

export function createEngine(client: Client): Engine {
  const signal = async (workflow_id: string, name: string, args: unknown[]): Promise<boolean> => {
    try {
      // Whoever signals has written down what it is about: where Temporal hangs, the sweep tells it later.
      await client.withDeadline(Date.now() + SIGNAL_WITHIN_MS, () => client.workflow.getHandle(workflow_id).signal(name, ...args));
      return true;
    } catch (error) {
      if (isOver(error)) return false;
      throw error;
    }
  };
  return {
    buy: (start, wait_ms) =>
      startAndWait(client, new WithStartWorkflowOperation<Workflow>(WORKFLOW_TYPES.purchase, purchaseOptions(start)), {
        update: MESSAGES.outcome,
        wait_ms,
      }),
    async subscribe(start, wait_ms) {
      const operation = new WithStartWorkflowOperation<Workflow>(WORKFLOW_TYPES.subscription, subscriptionOptions(start));
      const outcome = await startAndWait<{ status: string }>(client, operation, { update: MESSAGES.activated, wait_ms });
      return outcome !== undefined;
    },
    refund: (start, wait_ms) =>
      startAndWait(client, new WithStartWorkflowOperation<Workflow>(WORKFLOW_TYPES.refund, refundOptions(start)), {
        update: MESSAGES.outcome,
        wait_ms,
      }),
    ensureRefund: (start) => ensureStarted(client, WORKFLOW_TYPES.refund, refundOptions(start)),
    ensurePurchase: (start) => ensureStarted(client, WORKFLOW_TYPES.purchase, purchaseOptions(start)),
    ensureSubscription: (start) => ensureStarted(client, WORKFLOW_TYPES.subscription, subscriptionOptions(start)),
    unsubscribe: (subscription_id, request) => signal(subscription_id, MESSAGES.unsubscribe, [request]),
    chargeResolved: (workflow_id) => signal(workflow_id, MESSAGES.charge_resolved, []),
    async tick(subscription_id, clock_now) {
      await client.workflow.getHandle(subscription_id).executeUpdate(MESSAGES.tick, { args: [clock_now.toISOString()] });
    },
    advanceClock: (test_clock_id, wait_ms) => advance(client, test_clock_id, wait_ms),
    async retryCallback(event_id) {
      const run = { workflowId: event_id, input: { event_id }, staticSummary: 'retries of a callback' };
      await startOrJoin(client, WORKFLOW_TYPES.callback, run);
    },
    async checkReadiness() {
      await client.connection.withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({}));
    },
  };
}

async function advance(client: Client, test_clock_id: string, wait_ms: number): Promise<boolean> {
  const run = { workflowId: test_clock_id, input: { test_clock_id }, staticSummary: 'advance of a test clock' };
  const start = () => startOrJoin(client, WORKFLOW_TYPES.test_clock, run);
  if (wait_ms === 0) {
    await start();
    return false;
  }
  const ended = async () => {
    await (await start()).result();
    return true;
  };
  // The row knows where the clock is to go: what can't be started at this moment is started by the sweep.
  return (await within(client, wait_ms, ended).catch(unlessAway)) ?? false;
}

/**
 * A buyer waits for a purchase, nobody for a renewal: of what waits for a worker Temporal hands out purchases first. Of a subscription the
 * priority is that of its whole life, so its first charge waits among renewals.
 */
const BUYER_WAITS: Priority = { priorityKey: 1 };

function purchaseOptions({ purchase_id, isp, merchant_id }: { purchase_id: string; isp: Isp; merchant_id: string }) {
  const input: PurchaseStart = { purchase_id, first_try: 'local' };
  return {
    args: [input],
    workflowId: purchase_id,
    taskQueue: TASK_QUEUE,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    priority: BUYER_WAITS,
    typedSearchAttributes: attributes({ isp, merchant_id }, 'processing'),
    staticSummary: `one-shot purchase at ${isp}`,
  } satisfies WorkflowStartOptions;
}

function refundOptions({ refund_id, isp, merchant_id }: RefundStart) {
  const input: RefundInput = { refund_id };
  return {
    args: [input],
    workflowId: refund_id,
    taskQueue: TASK_QUEUE,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: attributes({ isp, merchant_id }, 'processing'),
    staticSummary: `refund at ${isp}`,
  } satisfies WorkflowStartOptions;
}

function subscriptionOptions({ input, isp, merchant_id }: SubscriptionStart) {
  return {
    args: [input satisfies SubscriptionInput],
    workflowId: input.subscription_id,
    taskQueue: TASK_QUEUE,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    typedSearchAttributes: attributes({ isp, merchant_id }, input.status),
    staticSummary: `subscription at ${isp}${input.test_clock_id ? ' on a test clock' : ''}`,
  } satisfies WorkflowStartOptions;
}

/**
 * A start and no update: joining a workflow that runs adds nothing to its history. Whoever asks has seen in the rows that work is left, so one
 * that was terminated is begun anew; where its work is done meanwhile, it finds that out and ends.
 */
async function ensureStarted(client: Client, type: string, options: WorkflowStartOptions): Promise<void> {
  try {
    await client.workflow.start(type, { ...options, workflowIdReusePolicy: 'ALLOW_DUPLICATE' });
  } catch (error) {
    if (!isOver(error)) throw error;
  }
}

/** An update and not a signal: the caller wants the answer. One round trip both starts and waits. */
async function startAndWait<T>(
  client: Client,
  operation: WithStartWorkflowOperation<Workflow>,
  { update, wait_ms }: { update: string; wait_ms: number },
): Promise<T | undefined> {
  try {
    const call = () => client.workflow.executeUpdateWithStart(update, { startWorkflowOperation: operation, args: [] });
    return (await within(client, wait_ms, call)) as T | undefined;
  } catch (error) {
    if (isOver(error)) return undefined;
    unlessAway(error);
    throw new Refusal('billing_unavailable', 'The billing engine does not answer at the moment; the same request may be sent again.', {
      retry_after_seconds: 5,
    });
  }
}
