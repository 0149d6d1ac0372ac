import { afterEach, describe, expect, test } from '@jest/globals';
import { type Dispatcher, type Line, startDispatcher } from '../../outbox/dispatcher.ts';
import { eventually } from '../support/world/eventually.ts';

const HOLD_MS = 300;
const SETTINGS = { poll_ms: 10, batch: 10, concurrency: 2, hold_ms: HOLD_MS };
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Outbox rows by when they are due, as PostgreSQL keeps them; `handle` takes its time, or never comes back, as in a process that was killed. */
function rows(handle: (id: string) => Promise<void>) {
  const due = new Map([['evt_1', 0]]);
  const taken: string[] = [];
  const line: Line = {
    name: 'test',
    async claim({ now, held_until }) {
      const ids = [...due].filter(([, at]) => at <= now.getTime()).map(([id]) => id);
      for (const id of ids) due.set(id, held_until.getTime());
      taken.push(...ids);
      return ids;
    },
    async hold(id, held_until) {
      if (due.has(id)) due.set(id, held_until.getTime());
    },
    async handle(id) {
      await handle(id);
      due.delete(id);
    },
  };
  return { line, taken, due };
}

describe('an outbox row', () => {
  const dispatchers: Dispatcher[] = [];
  const dispatch = (line: Line) => {
    dispatchers.push(startDispatcher(line, { log: SILENT, now: () => new Date(), settings: SETTINGS }));
  };
  afterEach(async () => {
    await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.stop()));
  });

  test('stays with its holder for as long as the handling takes, however many others look', async () => {
    const { line, taken, due } = rows(() => new Promise((resolve) => setTimeout(resolve, 4 * HOLD_MS)));
    dispatch(line);
    dispatch(line);
    await eventually(() => expect(due.size).toBe(0));
    expect(taken).toEqual(['evt_1']);
  });

  test('is taken by another one soon after its holder has died', async () => {
    const { line, taken, due } = rows(() => Promise.resolve());
    // The dead one took it and holds it no longer.
    due.set('evt_1', Date.now() + HOLD_MS);
    const began = Date.now();
    dispatch(line);
    await eventually(() => expect(taken).toEqual(['evt_1']));
    expect(Date.now() - began).toBeGreaterThanOrEqual(HOLD_MS - 50);
  });
});
