import { newId } from '../../../vault/ids.ts';
import type { IspName } from './isp-control.ts';
import type { World } from './world.ts';

export type Subscribing = {
  isp: IspName;
  offer: 'week' | 'month' | 'quarter';
  line?: string;
  test_clock?: string;
  email?: string;
};

/** Subscribes a line, a new one where none is named, as a merchant's server would. */
export async function subscribe(world: World, options: Subscribing) {
  const line = options.line ?? (await world.isp.line(options.isp));
  const subscriber_token = await world.isp.token(options.isp, line, 'mandate');
  const subscription = await world.useCases.subscribe(world.merchant.scope, {
    id: newId('sub'),
    document: world.merchant.rebilling,
    offer: options.offer,
    email: options.email ?? 'buyer@example.org',
    isp: options.isp,
    subscriber_token,
    client_reference: null,
    test_clock: options.test_clock ?? null,
    locale: undefined,
  });
  return { subscription, line, subscriber_token };
}

/** The events of a workflow's current run. */
export async function historyOf(world: World, workflow_id: string) {
  const history = await world.environment.client.workflow.getHandle(workflow_id).fetchHistory();
  return history.events ?? [];
}
