import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHECKOUT } from '../../local/folder.ts';
import { freePort } from '../../local/ports.ts';
import { answersOk } from '../../local/program.ts';
import { type Child, startChild } from '../ground/child.ts';
import type { Ground } from '../ground/ground.ts';

/** Where Restate's server listens, and where it will find the worker. */
export type RestatePorts = { ingress: number; admin: number; endpoint: number };

const START_LIMIT_MS = 60_000;

/** Restate's own server, one node with a disk of its own, as it comes from npm: its defaults, and its log fsynced. */
export async function startRestate(ground: Ground): Promise<{ child: Child; ports: RestatePorts }> {
  const [ingress, admin, node, endpoint] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const child = startChild({
    name: 'restate-server',
    command: programPath(),
    args: ['--base-dir', await mkdtemp(path.join(ground.folder, 'restate-')), '--node-name', 'bench'],
    log_file: path.join(ground.folder, 'restate-server.log'),
    settings: {
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RUST_LOG: 'error',
    },
  });
  const give_up_at = Date.now() + START_LIMIT_MS;
  while (!(await answersOk(`http://127.0.0.1:${admin}/health`))) {
    if (child.hasEnded() || Date.now() > give_up_at) {
      await child.stop();
      throw new Error(`Restate's server does not start:\n${await child.log()}`);
    }
    await sleep(100);
  }
  return { child, ports: { ingress, admin, endpoint } };
}

/** npm installs the program of this machine only, in a package of its own. */
function programPath(): string {
  const from_peers = createRequire(`${CHECKOUT}/bench/peers/package.json`);
  const manifest = from_peers.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/package.json`);
  return path.join(path.dirname(manifest), 'bin/restate-server');
}
