import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readConfig } from '../../config.ts';
import { runCommandOrFail } from '../run-command.ts';
import { cacheFolder, findOnPath, isExecutable } from '../temporal/cache.ts';
import type { Stack } from './answers.ts';

const SIGNAL = 'unsubscribe';
const REQUEST = { source: 'ops' };

/** Ends a subscription as ops would by hand. Answers how it was sent: with the CLI, or without one as the Temporal UI does it. */
export async function signalUnsubscribe(temporal: Stack['temporal'], workflow_id: string): Promise<string> {
  const cli = await temporalCli();
  if (cli === undefined) return await signalByClient(temporal, workflow_id);
  const signal = ['--workflow-id', workflow_id, '--name', SIGNAL, '--input', JSON.stringify(REQUEST)];
  const service = ['--address', temporal.address, '--namespace', temporal.namespace];
  await runCommandOrFail(cli, ['workflow', 'signal', ...signal, ...service], { time_limit_ms: 30_000 });
  return `temporal workflow ${['signal', ...signal.slice(0, 4)].join(' ')} --input '${JSON.stringify(REQUEST)}'`;
}

/** A CLI that is there; a tour downloads none. */
async function temporalCli(): Promise<string | undefined> {
  const settings = readConfig('local');
  const cached = path.join(cacheFolder(settings), 'bin', 'temporal');
  return (await findOnPath('temporal', settings.PATH)) ?? ((await isExecutable(cached)) ? cached : undefined);
}

async function signalByClient({ address, namespace }: Stack['temporal'], workflow_id: string): Promise<string> {
  const connection = await Connection.connect({ address, connectTimeout: '10s' });
  try {
    await new Client({ connection, namespace }).workflow.getHandle(workflow_id).signal(SIGNAL, REQUEST);
  } finally {
    await connection.close();
  }
  return `${SIGNAL} to ${workflow_id} by Temporal's own protocol, as there is no "temporal" CLI here`;
}
