import { composeShared, composeUseCases, type Shared } from '../../../compose.ts';
import { MESSAGES } from '../../../domain/messages.ts';
import { openTemporalClient } from '../../../gateways/temporal/connection.ts';
import type { NewSubscription, Scope } from '../../../usecases/types.ts';
import { newId } from '../../../vault/ids.ts';
import { PAYOUT_SETTINGS } from '../payout-terms.ts';
import { anchorOfRenewal, backdated } from '../world/backdating.ts';
import type { ChaosStack } from './stack.ts';

type Client = ReturnType<typeof openTemporalClient>;

/** The engine's own use cases and Temporal, beside the stack's processes: for what no caller over HTTP may do. */
export class House {
  readonly #shared: Shared;
  readonly #temporal: Client;
  readonly #scope: Scope;

  private constructor(shared: Shared, temporal: Client, scope: Scope) {
    this.#shared = shared;
    this.#temporal = temporal;
    this.#scope = scope;
  }

  static async open(stack: ChaosStack): Promise<House> {
    const temporal = openTemporalClient({ address: stack.temporal, namespace: 'default' });
    const settings = {
      ...stack.secrets,
      DATABASE_URL: stack.database,
      DATABASE_POOL_MAX: 8,
      ISP_BASE_URL: stack.isps,
      ISP_TIMEOUT_MS: 5_000,
      PUBLIC_URL: stack.apis[0] ?? '',
    };
    const shared = await composeShared(settings, temporal, { isp_calls_waiting_max: 500 });
    const scope: Scope = { merchant_id: stack.merchant_id, merchant_name: 'Demo', tier: 'premium', mode: 'test', key_id: newId('key') };
    return new House(shared, temporal, scope);
  }

  /**
   * A weekly subscription whose first renewal falls due at `due`, by Temporal's real timer. Sent again under the same id, it goes on where
   * it stopped.
   */
  async subscribe(subscription: Pick<NewSubscription, 'id' | 'document' | 'isp' | 'subscriber_token'>, due: Date): Promise<void> {
    const shared = backdated(this.#shared, anchorOfRenewal(due));
    const useCases = composeUseCases(shared, {
      ...PAYOUT_SETTINGS,
      PUBLIC_URL: '',
      RENEWAL_JITTER_SECONDS: 0,
      DUNNING_DAYS: [1, 3, 7],
      CALLBACK_ALLOW_PRIVATE: true,
    });
    const rest = { email: 'buyer@example.org', offer: 'week', client_reference: null, test_clock: null, locale: undefined };
    await useCases.subscribe(this.#scope, { ...rest, ...subscription });
  }

  /** As ops do it by hand: the workflow ends it a moment later. */
  async signalEnd(subscription_id: string): Promise<void> {
    await this.#temporal.workflow.getHandle(subscription_id).signal(MESSAGES.unsubscribe, { source: 'ops' });
  }

  /** Workflows that Temporal has given up: none of ours ever fails. */
  async failedWorkflows(): Promise<string[]> {
    const failed: string[] = [];
    const query = "ExecutionStatus in ('Failed', 'TimedOut', 'Terminated', 'Canceled')";
    for await (const { workflowId, status } of this.#temporal.workflow.list({ query })) failed.push(`${workflowId} is ${status.name}`);
    return failed;
  }

  /** Where a workflow stands: what a person would look for first. */
  async story(workflow_id: string): Promise<string[]> {
    const { raw, status, historyLength } = await this.#temporal.workflow.getHandle(workflow_id).describe();
    const pending = raw.pendingActivities ?? [];
    const task = raw.pendingWorkflowTask;
    return [
      `${workflow_id}: ${status.name}, ${historyLength} events`,
      ...(task ? [`  workflow task: attempt ${task.attempt}, state ${task.state}, since ${instant(task.scheduledTime)}`] : []),
      ...pending.map(
        (activity) =>
          `  ${activity.activityType?.name}: attempt ${activity.attempt}, state ${activity.state}, began ${instant(activity.lastStartedTime)}, ` +
          `heartbeat ${instant(activity.lastHeartbeatTime)}, next ${instant(activity.scheduledTime)}, ` +
          `on ${activity.lastWorkerIdentity}, last failure: ${activity.lastFailure?.message ?? 'none'}`,
      ),
    ];
  }

  async close(): Promise<void> {
    await Promise.all([this.#shared.close(), this.#temporal.connection.close()]);
  }
}

function instant(at: { seconds?: unknown } | null | undefined): string {
  return at?.seconds == null ? 'never' : new Date(Number(at.seconds) * 1_000).toISOString();
}
