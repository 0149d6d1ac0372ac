import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openWorld } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('a line is made, then replaced, by the username of its subscriber', async () => {
  const { control } = world.isp('free');
  const made = await control.line({ username: 'u', line: 'l', monthly_ceiling: 100 });
  expect([made.status, made.body.status, made.body.monthly_ceiling]).toEqual([201, 'active', 100]);
  const replaced = await control.line({ username: 'u', line: 'l', status: 'closed' });
  expect([replaced.status, replaced.body.status, replaced.body.monthly_ceiling]).toEqual([200, 'closed', null]);
  expect(replaced.body.subscriber_reference).toBe(made.body.subscriber_reference);
});

test('a line has another subscriber reference at another ISP', async () => {
  const references = [];
  for (const name of ['free', 'sfr'] as const) {
    references.push((await world.isp(name).control.line({ username: 'both', line: 'both' })).body.subscriber_reference);
  }
  expect(new Set(references).size).toBe(2);
});

test('the status of a line can be given by the denial that it causes', async () => {
  const { control } = world.isp('free');
  expect((await control.line({ username: 'v', line: 'v', status: 'purchases_blocked' })).body.status).toBe('blocked');
  expect((await control.line({ username: 'v', line: 'v', status: 'on fire' })).status).toBe(400);
});

test('a token is given for a line by its name or username, and for no other', async () => {
  const isp = world.isp('orange');
  const [byName, byUsername] = [await isp.control.token('demo-orange'), await isp.control.token('demo')];
  expect((await isp.introspect(byName)).body.sub).toBe((await isp.introspect(byUsername)).body.sub);
  expect((await isp.call('/_control/tokens', { json: { line: 'nobody', kind: 'one_shot' } })).status).toBe(404);
  expect((await isp.call('/_control/tokens', { json: { line: 'demo', kind: 'gift' } })).status).toBe(400);
});

test('the books of one ISP are not those of another', async () => {
  const sfr = world.isp('sfr');
  await sfr.payWithToken(await sfr.control.token('demo'));
  expect([(await sfr.control.books()).length, (await world.isp('alice').control.books()).length]).toEqual([1, 0]);
});

test('a page of elsewhere that calls us by its own name gets nowhere', async () => {
  const status = await new Promise((resolve) => {
    request(`${world.isp('free').url}/_control/payments`, { headers: { host: 'rebound.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  expect(status).toBe(403);
});
