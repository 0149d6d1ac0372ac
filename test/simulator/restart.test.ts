import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startIsps } from '../../simulator/isps/start.ts';
import { CLIENT_SECRET, configOf, eventually, ispAt, openSink, openWorld } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('books, tokens, mandates, faults and references are there after a restart', async () => {
  const before = world.isp('free');
  const token = await before.control.token('demo');
  const mandateToken = await before.control.token('demo', 'mandate');
  const { mandateId } = (await before.createMandate(mandateToken)).body;
  await before.payWithMandate(mandateId, { correlator: 'kept' });
  await before.control.faults([{ operation: 'retrievePayments', kind: 'error_500_before', times: 2 }]);
  await before.payments();
  const told = { books: await before.control.books(), sub: (await before.introspect(token)).body.sub };
  await world.restart();
  const after = world.isp('free');
  expect(await after.control.books()).toEqual(told.books);
  expect((await after.introspect(token)).body).toMatchObject({ active: true, sub: told.sub });
  expect((await after.createMandate(mandateToken)).body.mandateId).toBe(mandateId);
  expect(await after.control.readFaults()).toMatchObject([{ times: 1, hits: 1 }]);
  expect((await after.payments()).status).toBe(500);
  expect((await after.payments('?clientCorrelator=kept')).body).toHaveLength(1);
});

test('a late capture and a notification that were under way go on after a restart', async () => {
  const sink = await openSink([503]);
  const before = world.isp('sfr');
  const { mandateId } = (await before.createMandate(await before.control.token('demo', 'mandate'), sink.fields)).body;
  await before.control.faults([{ operation: 'createPayment', kind: 'late_capture', latency_ms: 600 }]);
  await before.payWithToken(await before.control.token('demo'), { correlator: 'late-over-restart' });
  await before.control.revoke(mandateId);
  await eventually(() => sink.received.length === 1);
  await world.restart();
  const after = world.isp('sfr');
  expect(await after.control.books()).toEqual([]);
  await eventually(async () => (await after.control.books()).length === 1);
  await eventually(() => sink.received.length === 2);
  expect(sink.received[1]?.event.id).toBe(sink.received[0]?.event.id);
  await sink.close();
});

test('a request that is held open ends when the ISPs stop', async () => {
  const isp = world.isp('alice');
  await isp.control.faults([{ operation: 'createPayment', kind: 'timeout_after' }]);
  const silence = isp.payWithToken(await isp.control.token('demo')).then(
    () => 'answered',
    () => 'dropped',
  );
  await eventually(async () => (await isp.control.books()).length === 1);
  await world.restart();
  expect(await silence).toBe('dropped');
});

test('books from before subscriptions had a rhythm are opened as they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'isps-'));
  const before = await startIsps(configOf(folder));
  const { mandateId } = (await ispAt(before.url, 'free').createMandate(await ispAt(before.url, 'free').control.token('demo', 'mandate')))
    .body;
  await before.close();
  const database = new DatabaseSync(join(folder, 'free.sqlite'));
  database.exec('ALTER TABLE tokens DROP COLUMN period; ALTER TABLE mandates DROP COLUMN period;');
  database.close();
  const after = await startIsps(configOf(folder));
  expect((await ispAt(after.url, 'free').mandate(mandateId)).body.mandateStatus).toBe('active');
  expect(await ispAt(after.url, 'free').control.token('demo', 'mandate')).toMatch(/^st_/);
  await after.close();
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The real process, as `node simulator/isps.ts`, with an IPC channel to this one. */
async function openProcess(folder: string): Promise<{ child: ChildProcess; base: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['simulator/isps.ts'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { SIMULATOR_PORT: String(port), SIMULATOR_DATA_DIR: folder, ISP_CLIENT_SECRET: CLIENT_SECRET, LOG_LEVEL: 'silent' },
  });
  const base = `http://127.0.0.1:${port}`;
  await eventually(() =>
    fetch(`${base}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { child, base };
}

test('what was booked survives a kill, and a process ends cleanly by signal or when its parent goes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'isps-'));
  const first = await openProcess(folder);
  const isp = ispAt(first.base, 'orange');
  const token = await isp.control.token('demo');
  const { paymentId } = (await isp.payWithToken(token, { correlator: 'before-the-kill' })).body;
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await openProcess(folder);
  const again = await ispAt(second.base, 'orange').payWithToken(token, { correlator: 'before-the-kill' });
  expect([again.status, again.body.paymentId]).toEqual([201, paymentId]);
  second.child.kill('SIGTERM');
  expect((await once(second.child, 'exit'))[0]).toBe(0);

  const third = await openProcess(folder);
  expect(await ispAt(third.base, 'orange').control.books()).toHaveLength(1);
  third.child.disconnect();
  expect((await once(third.child, 'exit'))[0]).toBe(0);
  await rm(folder, { recursive: true });
});
