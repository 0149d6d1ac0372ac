import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { newId } from '../../vault/ids.ts';
import { devServer } from '../support/temporal.ts';
import { eventually } from '../support/world/eventually.ts';
import { World } from '../support/world/world.ts';

let environment: TestWorkflowEnvironment;
let world: World;

beforeAll(async () => {
  environment = await devServer();
  world = await World.open({ environment });
  await world.startWorker();
}, 120_000);

afterAll(async () => {
  await world?.close();
  await environment?.teardown();
});

async function buy(isp: 'alice' | 'free' | 'orange' | 'sfr', options: { quantity?: number; line?: string } = {}) {
  const line = options.line ?? (await world.isp.line(isp));
  const subscriber_token = await world.isp.token(isp, line, 'one_shot');
  const purchase = await world.useCases.buy(world.merchant.scope, {
    id: newId('pur'),
    document: world.merchant.one_shot,
    quantity: options.quantity ?? 1,
    email: 'buyer@example.org',
    isp,
    subscriber_token,
    client_reference: null,
    locale: undefined,
  });
  return { line, purchase, subscriber_token };
}

describe('a one-shot purchase', () => {
  test.each(['alice', 'free', 'orange', 'sfr'] as const)('at %s is charged once and gives its codes in the answer', async (isp) => {
    const { line, purchase } = await buy(isp, { quantity: 3 });
    expect(purchase).toMatchObject({ status: 'completed', amount_cents: 900n, quantity: 3 });
    expect(new Set(purchase.codes.map(({ code }) => code)).size).toBe(3);
    const payments = await world.isp.payments(isp, line);
    expect(payments).toMatchObject([
      { amount: 900, status: 'succeeded', reference_code: purchase.reference, client_correlator: `${purchase.id}:a1` },
    ]);
    await eventually(() => expect(world.receiver.about(purchase.id).map(({ parsed }) => parsed.type)).toEqual(['purchase.completed']));
  });
});
