import { setTimeout as sleep } from 'node:timers/promises';
import { isBehind } from './books.ts';
import { makeFaults } from './faults.ts';
import { House } from './house.ts';
import { Demand } from './load.ts';
import { Market } from './market.ts';
import { planFaults } from './plan.ts';
import { rowStories, untilQuiet } from './quiet.ts';
import { Random } from './random.ts';
import { commitOfCheckout, type Ran, type RunSettings } from './report.ts';
import { ChaosStack } from './stack.ts';
import { readAll, violations } from './verdict.ts';

/** An answer of an ISP that takes longer is a doubt; a charge whose worker has died is one ten seconds after this. */
const ISP_TIMEOUT_MS = 2_500;
const QUIET_WITHIN_MS = 150_000;
/** All who came have an answer by then, after the last fault. */
const ANSWERED_WITHIN_MS = 200_000;
/** Longer than any pause of the plan and the ISP's time-out together. */
const LAST_CALL_MS = 7_000;

/** `logs` is a folder for a copy of what the processes have logged. */
export type Surroundings = { signal: AbortSignal; say: (text: string) => void; logs: string | undefined };

/** Starts a stack, breaks into its work for as long as was asked, and reads what is left when it is quiet. Nothing stays behind. */
export async function runChaos(settings: RunSettings, { signal, say, logs }: Surroundings): Promise<Ran> {
  say('starting PostgreSQL, Temporal, ISPs, two APIs and two workers');
  const size = { workers: 2, apis: 2, is_linked: true, restarting: { restart_delay_ms: 500, restart_delay_ms_max: 1_000 } } as const;
  const stack = await ChaosStack.start({ ISP_TIMEOUT_MS: String(ISP_TIMEOUT_MS), RENEWAL_JITTER_SECONDS: '0' }, size, signal);
  const closers: (() => Promise<void>)[] = [() => stack.stop()];
  try {
    const market = await Market.open(stack, { patience_ms: 150_000, last_call_ms: LAST_CALL_MS });
    closers.unshift(() => market.close());
    const house = await House.open(stack);
    // Last: a call to Temporal that is just being tried again would break on a connection that is closed.
    closers.push(() => house.close());
    return await Promise.race([breakAndRead(settings, { stack, market, house, signal, say }), aborted(signal)]);
  } finally {
    if (logs !== undefined) await stack.copyLogs(logs);
    say('ending everything');
    for (const close of closers) await close().catch((error: unknown) => say(`an end failed: ${String(error)}`));
  }
}

type Running = { stack: ChaosStack; market: Market; house: House; signal: AbortSignal; say: (text: string) => void };

async function breakAndRead(settings: RunSettings, { stack, market, house, signal, say }: Running): Promise<Ran> {
  const started_at = Date.now();
  const commit = await commitOfCheckout();
  const plan = planFaults(settings);
  say(`${plan.length} faults in ${settings.minutes} min, under load`);
  const demand = new Demand({ market, house, random: new Random(settings.seed + 1) });
  const loading = demand.run(settings.minutes * 60_000, signal);
  // It is awaited below; until then its failure belongs to nobody.
  loading.catch(() => undefined);
  const faults = await makeFaults(stack, plan, signal);
  const faults_over_at = Date.now();
  say('the faults are over; waiting until everybody has an answer');
  const load = await Promise.race([loading, unanswered(demand, { stack, house })]);
  const open = await untilQuiet(stack.database, { within_ms: QUIET_WITHIN_MS, signal });
  const before = await readAll({ stack, market, house }, load);
  // Doubts that were resolved after their clock had arrived.
  const behind = before.subscribed.filter((one) => one.last_index > 0 && one.clock !== '' && isBehind(before, one));
  await Promise.all(behind.map((one) => market.catchUp(one)));
  const not_quiet = open.length > 0 ? open : await untilQuiet(stack.database, { within_ms: QUIET_WITHIN_MS, signal });
  const quiet_at = Date.now();
  say('all is quiet; reading the books');
  const left = await readAll({ stack, market, house }, load);
  const stories = await storiesIn(Object.values(violations(left)).flat().join('\n'), { stack, house });
  return {
    stories,
    settings,
    commit,
    started_at,
    faults_over_at,
    quiet_at,
    faults,
    left,
    not_quiet,
    asked_again: market.merchant.setbacks,
  };
}

/** Of everybody whom the text names. */
async function storiesIn(text: string, { stack, house }: Pick<Running, 'stack' | 'house'>): Promise<string[]> {
  const subjects = [...new Set(text.match(/\b(?:sub|pur|clk)_[0-9a-z]{26}\b/g) ?? [])];
  if (subjects.length === 0) return [];
  const workflows = await Promise.all(subjects.map((id) => house.story(id).catch((error: unknown) => [`${id}: ${String(error)}`])));
  return [...(await rowStories(stack.database, subjects)), ...workflows.flat()];
}

/** Fails when all should have an answer, with what is known of those who have none. */
async function unanswered(demand: Demand, running: Pick<Running, 'stack' | 'house'>): Promise<never> {
  await sleep(ANSWERED_WITHIN_MS, undefined, { ref: false });
  const waiting = demand.waiting().join('\n');
  const stories = await storiesIn(waiting, running).catch((error: unknown) => [`no more is known: ${String(error)}`]);
  throw new Error(['The run did not come to its end. Without an answer:', waiting, ...stories].join('\n'));
}

async function aborted(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}
