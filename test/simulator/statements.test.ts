import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openWorld } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const HEADER = 'payment_id,client_correlator,reference_code,amount_cents,currency,type,status,booked_at,mandate_id';
const at = (instant: string) => ({ headers: { 'Simulated-Time': instant } });

test('a statement lists the settled charges of a day in Paris, and no others', async () => {
  const alice = world.isp('alice');
  const pay = async (time: string, correlator: string) =>
    alice.payWithToken(await alice.control.token('demo'), { correlator, amount: 12.34 }, at(time));
  await pay('2034-06-09T21:59:59Z', 'before-midnight');
  const { paymentId } = (await pay('2034-06-09T22:00:00Z', 'after, "midnight"')).body;
  await alice.payWithToken(await alice.control.token('suspended'), { correlator: 'declined' }, at('2034-06-10T10:00:00Z'));
  const statement = await alice.statement('2034-06-10');
  expect(statement.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(statement.body).toBe(`${HEADER}\n${paymentId},"after, ""midnight""",r,1234,EUR,charge,succeeded,2034-06-09T22:00:00.000Z,\n`);
});

test('a charge of a mandate names it', async () => {
  const alice = world.isp('alice');
  const { mandateId } = (await alice.createMandate(await alice.control.token('demo', 'mandate'))).body;
  await alice.payWithMandate(mandateId, { correlator: 'renewal' }, at('2035-01-01T12:00:00Z'));
  expect((await alice.statement('2035-01-01')).body).toContain(`,2035-01-01T12:00:00.000Z,${mandateId}\n`);
});

test('a day without charges has its header, and no day is refused', async () => {
  const alice = world.isp('alice');
  expect((await alice.statement('2029-01-01')).body).toBe(`${HEADER}\n`);
  for (const day of ['yesterday', '2029-02-30', '2029-1-1']) expect((await alice.statement(day)).status).toBe(400);
});

test('only the client gets a statement', async () => {
  expect((await world.isp('alice').call('/statements/2029-01-01')).status).toBe(401);
});
