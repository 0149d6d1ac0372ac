import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { ListrTask } from 'listr2';
import { portClaims } from './addresses.ts';
import { apiProgram, inboxProgram, ispsProgram, shopProgram, workerProgram } from './own-programs.ts';
import { assertPortsFree } from './ports.ts';
import { preparePostgres } from './postgres.ts';
import type { Program } from './program.ts';
import { postgresProgram, temporalProgram } from './programs.ts';
import { runMigrations, runSeed } from './seeding.ts';
import type { LocalStack } from './stack.ts';
import { StartProblem } from './start-problem.ts';
import { findTemporal } from './temporal/find.ts';
import { isServing, registerSearchAttributes } from './temporal/service.ts';

/** Where a step says what it is doing. */
interface StepOutput {
  title: string;
  output: string;
}

type Step = ListrTask;

/** The start, step by step. Ports come before everything that takes time, so that a taken one is told at once. */
export function startSteps(stack: LocalStack, fresh: boolean): Step[] {
  const own = (title: string, program: () => Program): Step => ({ title, task: () => stack.supervisor.start(program()) });
  const concurrently = (title: string, steps: Step[]): Step => ({ title, task: (_, task) => task.newListr(steps, { concurrent: true }) });
  return [
    { title: 'Earlier starts', task: (_, task) => clearUp(stack, fresh, task) },
    { title: 'Ports', task: () => assertPortsFree(portClaims(stack.settings)) },
    { title: 'Secrets', task: () => stack.prepareSecrets() },
    concurrently('Services', [
      { title: 'PostgreSQL', task: () => startPostgresProgram(stack) },
      { title: 'Temporal', task: (_, task) => startTemporal(stack, task) },
    ]),
    { title: 'Migrations', task: () => runMigrations(stack.addresses.database) },
    { title: 'Demo data', task: async () => stack.keepSeed(await runSeed(stack.addresses, stack.secrets)) },
    concurrently('The outside world', [own('Mail inbox', () => inboxProgram(stack)), own('Simulated ISPs', () => ispsProgram(stack))]),
    concurrently('The billing engine', [own('API', () => apiProgram(stack)), own('Worker', () => workerProgram(stack))]),
    own('Demo shop', () => shopProgram(stack, stack.seed)),
    { title: `Writing ${stack.folder.stack}`, task: () => stack.describe() },
  ];
}

async function clearUp(stack: LocalStack, fresh: boolean, task: StepOutput): Promise<void> {
  const stopped = await stack.takePossession(fresh);
  const found = stopped.length === 0 ? 'nothing left over' : `stopped what a killed one left running: ${stopped.join(', ')}`;
  task.title = `Earlier starts: ${found}${fresh ? '; all data deleted' : ''}`;
}

async function startPostgresProgram(stack: LocalStack): Promise<void> {
  const prepared = await preparePostgres({
    data_directory: stack.folder.postgres,
    port: stack.settings.POSTGRES_PORT,
    durable: true,
  });
  await stack.supervisor.start(postgresProgram(prepared));
}

async function startTemporal(stack: LocalStack, task: StepOutput): Promise<void> {
  const { settings, addresses, folder } = stack;
  const found = await findTemporal(settings, (message) => {
    task.output = message;
  });
  task.title = `Temporal: ${found.description}`;
  if (found.kind === 'cli') await stack.supervisor.start(temporalProgram(found.path, settings, folder));
  else await useService(addresses.temporal, settings.TEMPORAL_NAMESPACE);
}

/** A service of somebody else's may be starting, too; what we need in it we register. */
async function useService(address: string, namespace: string): Promise<void> {
  const give_up_at = Date.now() + 30_000;
  while (!(await isServing(address, namespace))) {
    if (Date.now() > give_up_at) {
      throw new StartProblem(`The Temporal service at ${address} (TEMPORAL_ADDRESS) does not serve the namespace "${namespace}".`);
    }
    await register(address, namespace).catch(() => sleep(500));
  }
}

async function register(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '5s' });
  await registerSearchAttributes(connection, namespace).finally(() => connection.close());
}
