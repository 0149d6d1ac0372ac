import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { pageQuery, wireList } from '../schemas/pages.ts';
import { advanceSchema, newTestClockSchema, testClockListSchema, testClockSchema, wireTestClock } from '../schemas/test-clocks.ts';

export function testClockOperations(useCases: UseCases): Operation[] {
  const one = { tag: 'Test clocks', id_prefix: 'clk' } as const;
  return [
    operation({
      name: 'createTestClock',
      tag: 'Test clocks',
      method: 'post',
      path: '/v1/test_clocks',
      summary: 'Make a clock for test subscriptions',
      body: newTestClockSchema,
      example: { now: '2027-01-31T10:00:00Z' },
      idempotent: 'clk',
      answers: { 201: { description: 'Created.', schema: testClockSchema } },
      refusals: ['test_clock_in_live_mode'],
      handle: async ({ scope, live, resource_id, body }) => ({
        status: 201,
        body: wireTestClock(await useCases.createTestClock(scope, { id: resource_id, now: new Date(body.now) }), live),
      }),
    }),
    operation({
      name: 'listTestClocks',
      tag: 'Test clocks',
      method: 'get',
      path: '/v1/test_clocks',
      summary: 'List test clocks',
      query: pageQuery('clk'),
      answers: { 200: { description: 'A page, newest first.', schema: testClockListSchema } },
      refusals: ['test_clock_in_live_mode'],
      handle: async ({ scope, live, query }) => ({
        status: 200,
        body: wireList(await useCases.listTestClocks(scope, query), (view) => wireTestClock(view, live)),
      }),
    }),
    operation({
      ...one,
      name: 'getTestClock',
      method: 'get',
      path: '/v1/test_clocks/{id}',
      summary: 'Read a test clock',
      answers: { 200: { description: 'The clock.', schema: testClockSchema } },
      refusals: ['test_clock_in_live_mode'],
      handle: async ({ scope, live, resource_id }) => ({
        status: 200,
        body: wireTestClock(await useCases.getTestClock(scope, resource_id), live),
      }),
    }),
    operation({
      ...one,
      name: 'advanceTestClock',
      method: 'post',
      path: '/v1/test_clocks/{id}/advance',
      summary: 'Move a clock on, however far; all that falls due on the way happens in order',
      body: advanceSchema,
      example: { to: '2027-02-28T10:00:00Z' },
      idempotent: 'existing',
      answers: { 200: { description: 'The clock; `ready` once everything on the way has happened.', schema: testClockSchema } },
      refusals: ['test_clock_not_forward', 'test_clock_advancing', 'test_clock_in_live_mode', 'billing_unavailable'],
      handle: async ({ scope, live, resource_id, body }) => ({
        status: 200,
        body: wireTestClock(await useCases.advanceTestClock(scope, resource_id, new Date(body.to)), live),
      }),
    }),
  ];
}
