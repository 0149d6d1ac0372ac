import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as restate from '@restatedev/restate-sdk';
import { inheritedEnvironment } from '../../local/environment.ts';
import { A_WEEK_MS, book, charge, keys, order, runPeer } from './peer.ts';

/** A handler a renewal: a durable sleep, then a journalled charge and a journalled booking. Restate's server keeps the journal on its own disk. */
const renewal = restate.service({
  name: 'renewal',
  handlers: {
    renew: async (context: restate.Context, { key, due_at }: { key: string; due_at: number }): Promise<void> => {
      await context.sleep(Math.max(1, due_at - (await context.date.now())));
      const payment = await context.run('charge', () => charge(key));
      await context.run('book', () => book(key, payment));
      await context.sleep(A_WEEK_MS);
    },
  },
});

/** Its server is a program of its own, which a kill of the worker leaves alone. Ports are kept beside its data for whoever comes next. */
const PORTS = { ingress: 18_080, admin: 19_070, node: 15_122, endpoint: 19_080 };

await runPeer(async () => {
  if (!order.resume) await startServer();
  await restate.serve({ services: [renewal], port: PORTS.endpoint });
  if (order.resume) return;
  await untilOk(`http://127.0.0.1:${PORTS.admin}/health`);
  await post(`http://127.0.0.1:${PORTS.admin}/deployments`, { uri: `http://127.0.0.1:${PORTS.endpoint}` });
  const lanes = Array.from({ length: 16 }, async (_, lane) => {
    for (let index = lane; index < keys.length; index += 16) {
      const key = keys[index] ?? '';
      const headers = { 'idempotency-key': key };
      await post(`http://127.0.0.1:${PORTS.ingress}/renewal/renew/send`, { key, due_at: order.due_at }, headers);
    }
  });
  await Promise.all(lanes);
});

async function startServer(): Promise<void> {
  await freed(PORTS.admin);
  const base = path.join(order.folder, 'restate');
  mkdirSync(base, { recursive: true });
  const package_folder = path.dirname(createRequire(import.meta.url).resolve('@restatedev/restate-server-linux-x64/package.json'));
  const log = openSync(path.join(order.folder, 'restate-server.log'), 'a');
  const child = spawn(path.join(package_folder, 'bin/restate-server'), ['--base-dir', base, '--node-name', 'bench'], {
    detached: true,
    stdio: ['ignore', log, log],
    env: inheritedEnvironment({
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${PORTS.ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${PORTS.admin}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${PORTS.node}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${PORTS.node}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RUST_LOG: 'error',
    }),
  });
  child.unref();
  // Whoever measures counts its CPU, and ends it.
  process.send?.({ server_pid: child.pid });
}

async function freed(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

async function untilOk(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  throw new Error('Restate does not start.');
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}: ${await answer.text()}`);
  await answer.body?.cancel();
}
