import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Fault, faultName, type PlannedFault } from './plan.ts';
import type { ChaosStack } from './stack.ts';

/** A fault that was made; `duration_ms` is 0 for a kill. */
export type MadeFault = { name: string; at: number; duration_ms: number };

/** Makes each fault at its time, whatever the others are doing. Resolves with those that met somebody: a dead program can't be killed again. */
export async function makeFaults(stack: ChaosStack, plan: readonly PlannedFault[], signal: AbortSignal): Promise<MadeFault[]> {
  const begin = Date.now();
  const make = async ({ at_ms, ...fault }: PlannedFault): Promise<MadeFault[]> => {
    await sleep(Math.max(0, begin + at_ms - Date.now()), undefined, { signal });
    const at = Date.now();
    const is_made = await makeFault(stack, fault as Fault);
    return is_made ? [{ name: faultName(fault as Fault), at, duration_ms: fault.kind === 'kill' ? 0 : fault.duration_ms }] : [];
  };
  return (await Promise.all(plan.map(make))).flat();
}

async function makeFault(stack: ChaosStack, fault: Fault): Promise<boolean> {
  switch (fault.kind) {
    case 'kill':
      return (await stack.strike(fault.victim)) !== undefined;
    case 'freeze':
      return await stack.freeze(fault.victim, fault.duration_ms);
    case 'no_connections':
      return await takeAllConnections(stack.database, fault.duration_ms);
    case 'delay':
      await stack.links.get(fault.link)?.delay(fault.duration_ms, fault.delay_ms);
      return true;
    default:
      await stack.links.get(fault.link)?.[fault.kind](fault.duration_ms);
      return true;
  }
}

const GREEDY = 'isp-billing-chaos-greedy';
const AT_ONCE = 20;

/** Takes every place that is free, breaks the connections of all others, takes their places too, and gives all back after a while. */
async function takeAllConnections(url: string, duration_ms: number): Promise<boolean> {
  const until = Date.now() + duration_ms;
  const held: pg.Client[] = [];
  const take = async () => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, application_name: GREEDY });
    client.on('error', () => undefined);
    try {
      await client.connect();
      held.push(client);
      return true;
    } catch {
      return false;
    }
  };
  const takeWhatIsFree = async () => {
    while (Date.now() < until && (await Promise.all(Array.from({ length: AT_ONCE }, take))).every((taken) => taken));
  };
  while (Date.now() < until) {
    await takeWhatIsFree();
    await breakOthers(held);
    await sleep(100);
  }
  await Promise.allSettled(held.map((client) => client.end()));
  return held.length > 0;
}

async function breakOthers([client]: pg.Client[]): Promise<void> {
  const others = "application_name <> $1 and backend_type = 'client backend'";
  await client?.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`, [GREEDY]).catch(() => undefined);
}
