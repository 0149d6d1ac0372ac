import { AsyncLocalStorage } from 'node:async_hooks';
import { statementOf } from './at-once.ts';
import type { Transact } from './database.ts';
import { type Opening, readAheadOfOpening, readAheadOfSelling, readAheadOfSettling, type Selling, type Settling } from './read-ahead.ts';
import { type Ahead, NotReadAhead, StoresAhead } from './stores/ahead.ts';
import type { Stores } from './stores/index.ts';
import { TOGETHER, together } from './together.ts';
import { isAway } from './unavailable.ts';

type Work<T> = (stores: Stores) => Promise<T>;

/**
 * Transactions that steps at the same time have in common: locks, reads, writes and the commit are one each for all of them. A step that comes
 * to anything but the ordinary course gets a transaction of its own, as does each where the common one fails; `work` then runs once more.
 */
export type SharedTransactions = {
  selling<T>(selling: Selling, work: Work<T>): Promise<T>;
  opening<T>(opening: Opening, work: Work<T>): Promise<T>;
  settling<T>(settling: Settling, work: Work<T>): Promise<T>;
};

/**
 * Few enough that the calls which one commit permits do not all meet an ISP at once; a commit shared by ten is a tenth of it for each.
 */
const SHARED = { ...TOGETHER, askers_max: 10 };

/** Steps for which nobody waits do so for each other, before the call to the ISP and after it: at fifty a second ten come together. */
const AT_LEISURE = { ...SHARED, gather_ms: 200 };

type Step<Of> = { of: Of; work: Work<unknown> };
type ReadAhead<Of> = (run: Parameters<Parameters<Transact>[0]>[0], of: readonly Of[]) => Promise<(Ahead | undefined)[]>;
type Outcome = { kind: 'done'; value: unknown } | { kind: 'failed'; error: unknown } | { kind: 'alone' };

export function createSharedTransactions(transact: Transact, alone: <T>(work: Work<T>) => Promise<T>): SharedTransactions {
  const share = <Of extends { can_wait?: boolean }>(readAhead: ReadAhead<Of>) => {
    const carryOut = (steps: Step<Of>[]) => inCommon(transact, readAhead, steps);
    const [atOnce, atLeisure] = [together(carryOut, SHARED), together(carryOut, AT_LEISURE)];
    return async <T>(of: Of, work: Work<T>): Promise<T> => {
      // Whoever comes first runs the steps of all: each keeps what it knows of its caller.
      const step = { of, work: AsyncLocalStorage.bind(work) };
      const outcome = await (of.can_wait ? atLeisure(step) : atOnce(step));
      if (outcome.kind === 'failed') throw outcome.error;
      return outcome.kind === 'done' ? (outcome.value as T) : await alone(work);
    };
  };
  return { selling: share(readAheadOfSelling), opening: share(readAheadOfOpening), settling: share(readAheadOfSettling) };
}

async function inCommon<Of>(transact: Transact, readAhead: ReadAhead<Of>, steps: readonly Step<Of>[]): Promise<Outcome[]> {
  try {
    return await transact(async (run) => {
      const ahead = await readAhead(
        run,
        steps.map(({ of }) => of),
      );
      const outcomes: Outcome[] = [];
      const writes = [];
      for (const [place, { work }] of steps.entries()) {
        const known = ahead[place];
        const stores = known && new StoresAhead(known);
        const outcome = stores ? await take(stores, work) : ALONE;
        outcomes.push(outcome);
        if (stores && outcome.kind === 'done') writes.push(...stores.writes);
      }
      if (writes.length > 0) {
        const { statement, values, check } = statementOf(writes);
        check(await run(statement, values));
      }
      return outcomes;
    });
  } catch (error) {
    // Nobody would get further alone.
    if (isAway(error)) throw error;
    return steps.map(() => ALONE);
  }
}

const ALONE = { kind: 'alone' } as const;

async function take(stores: StoresAhead, work: Work<unknown>): Promise<Outcome> {
  try {
    return { kind: 'done', value: await work(stores) };
  } catch (error) {
    return error instanceof NotReadAhead ? ALONE : { kind: 'failed', error };
  }
}
