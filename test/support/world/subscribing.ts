import { expect } from '@jest/globals';
import { composeUseCases } from '../../../compose.ts';
import { parisDay } from '../../../domain/statements.ts';
import { newId } from '../../../vault/ids.ts';
import { backdated } from './backdating.ts';
import { eventually } from './eventually.ts';
import type { IspName } from './isp-control.ts';
import { SECRETS, type World } from './world.ts';

export type Subscribing = {
  isp: IspName;
  offer: 'week' | 'month' | 'quarter';
  line?: string;
  test_clock?: string;
  email?: string;
  /** Where it began some time ago: `anchorOfRenewal` gives the anchor for a renewal that is to fall due soon. */
  anchor_at?: Date;
};

/** Subscribes a line, a new one where none is named, as a merchant's server would. */
export async function subscribe(world: World, options: Subscribing) {
  const line = options.line ?? (await world.isp.line(options.isp));
  const subscriber_token = await world.isp.token(options.isp, line, 'mandate');
  const useCases = options.anchor_at ? composeUseCases(backdated(world.shared, options.anchor_at), world.config) : world.useCases;
  const subscription = await useCases.subscribe(world.merchant.scope, {
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

/** Buys codes for a line, a new one where none is named, as a merchant's server would. */
export async function buy(world: World, options: { isp: IspName; quantity?: number; line?: string }) {
  const line = options.line ?? (await world.isp.line(options.isp));
  const subscriber_token = await world.isp.token(options.isp, line, 'one_shot');
  const purchase = await world.useCases.buy(world.merchant.scope, {
    id: newId('pur'),
    document: world.merchant.one_shot,
    quantity: options.quantity ?? 1,
    email: 'buyer@example.org',
    isp: options.isp,
    subscriber_token,
    client_reference: null,
    locale: undefined,
  });
  return { line, purchase, subscriber_token };
}

/** Asks for a refund, as a merchant's server would. */
export async function refund(world: World, charge: string, amount_cents?: bigint) {
  return await world.useCases.refundCharge(world.merchant.scope, {
    id: newId('ref'),
    charge,
    amount_cents,
    reason: 'service not delivered',
  });
}

/** What the ISP has given back of a refund of ours in the statement of a day. */
export async function givenBack(world: World, isp: IspName, refund_id: string, day = parisDay(new Date())): Promise<number[]> {
  const all = await world.isp.refunds(isp, day, SECRETS.ISP_CLIENT_SECRET);
  return all.filter((line) => line.client_correlator.startsWith(`${refund_id}:`)).map((line) => line.amount);
}

export async function clockAt(world: World, instant: string): Promise<string> {
  const clock = await world.useCases.createTestClock(world.merchant.scope, { id: newId('clk'), now: new Date(instant) });
  return clock.id;
}

/** Advances and waits until the clock is there. */
export async function advance(world: World, clock: string, to: string): Promise<void> {
  await world.useCases.advanceTestClock(world.merchant.scope, clock, new Date(to));
  await eventually(async () => expect((await world.useCases.getTestClock(world.merchant.scope, clock)).status).toBe('ready'), 60_000);
}

/** The events of a workflow's current run. */
export async function historyOf(world: World, workflow_id: string) {
  const history = await world.environment.client.workflow.getHandle(workflow_id).fetchHistory();
  return history.events ?? [];
}
