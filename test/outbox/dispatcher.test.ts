import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callbackLine } from '../../outbox/callback-line.ts';
import { type Dispatcher, type DispatcherSettings, type Line, startDispatcher } from '../../outbox/dispatcher.ts';
import { Books, plus } from '../billing/support.ts';
import { eventually } from '../support/world/eventually.ts';
import { keptLog, paidPurchase } from './support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');
const SETTINGS: DispatcherSettings = { poll_ms: 20, batch: 10, concurrency: 4, hold_ms: 300 };

/** Rows in memory: due at once, and again after their hold. */
function memoryLine(ids: string[], handle: (id: string) => Promise<void>): Line & { due: Map<string, number> } {
  const due = new Map(ids.map((id) => [id, 0]));
  return {
    name: 'memory',
    due,
    async claim({ now, held_until, limit }) {
      const taken = [...due].filter(([, at]) => at <= now.getTime()).slice(0, limit);
      for (const [id] of taken) due.set(id, held_until.getTime());
      return taken.map(([id]) => id);
    },
    async hold(id, held_until) {
      if (due.has(id)) due.set(id, held_until.getTime());
    },
    handle,
  };
}

async function running(
  line: Line,
  use: (dispatcher: Dispatcher, lines: ReturnType<typeof keptLog>['lines']) => Promise<void>,
  settings = SETTINGS,
) {
  const { log, lines } = keptLog();
  const dispatcher = startDispatcher(line, { log, now: () => new Date(), settings });
  try {
    await use(dispatcher, lines);
  } finally {
    await dispatcher.stop();
  }
}

describe('a dispatcher', () => {
  test('handles every row once, at most so many at once', async () => {
    let at_once = 0;
    let most = 0;
    const handled: string[] = [];
    const line = memoryLine(
      Array.from({ length: 35 }, (_, index) => `row-${index}`),
      async (id) => {
        at_once += 1;
        most = Math.max(most, at_once);
        await new Promise((resolve) => setTimeout(resolve, 5));
        line.due.delete(id);
        handled.push(id);
        at_once -= 1;
      },
    );
    await running(line, () => eventually(() => expect(handled).toHaveLength(35)));
    expect(new Set(handled).size).toBe(35);
    expect(most).toBe(SETTINGS.concurrency);
  });

  test('goes on after rounds in which the database fails, and tells of each', async () => {
    let rounds = 0;
    const handled: string[] = [];
    const line = memoryLine(['row'], async (id) => {
      handled.push(id);
      line.due.delete(id);
    });
    const claim = line.claim;
    line.claim = async (asked) => {
      rounds += 1;
      if (rounds <= 3) throw Object.assign(new Error('password is hunter2'), { name: 'ConnectionException' });
      return await claim(asked);
    };
    await running(line, async (_dispatcher, lines) => {
      await eventually(() => expect(handled).toEqual(['row']));
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatchObject({ level: 'warn', fields: { line: 'memory', error: 'ConnectionException' } });
      // What drivers say may hold parameters of a statement.
      expect(JSON.stringify(lines)).not.toContain('hunter2');
    });
  });

  test('holds no other row up for one that fails, and comes back to that one after its hold', async () => {
    const handled: string[] = [];
    const line = memoryLine(['bad', 'good'], async (id) => {
      handled.push(id);
      if (id === 'bad' && handled.filter((each) => each === 'bad').length === 1) throw new Error('not now');
      line.due.delete(id);
    });
    const started_ms = performance.now();
    await running(line, async (_dispatcher, lines) => {
      await eventually(() => expect(handled.toSorted()).toEqual(['bad', 'bad', 'good']));
      expect(lines).toMatchObject([{ level: 'warn', fields: { line: 'memory', id: 'bad' } }]);
    });
    expect(performance.now() - started_ms).toBeGreaterThanOrEqual(SETTINGS.hold_ms - 20);
  });

  test('looks at once when it is announced, also in the middle of a round', async () => {
    const handled: string[] = [];
    const line = memoryLine(['first'], async (id) => {
      line.due.delete(id);
      handled.push(id);
    });
    await running(
      line,
      async (dispatcher) => {
        await eventually(() => expect(handled).toEqual(['first']));
        await new Promise((resolve) => setTimeout(resolve, 30));
        line.due.set('second', 0);
        dispatcher.announce();
        await eventually(() => expect(handled).toEqual(['first', 'second']), 1_000);
      },
      { ...SETTINGS, poll_ms: 60_000 },
    );
  });

  test('finishes what it has in hand before it stops', async () => {
    let finished = false;
    let begun: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const line = memoryLine(['row'], async (id) => {
      begun();
      await new Promise((resolve) => setTimeout(resolve, 50));
      line.due.delete(id);
      finished = true;
    });
    await running(line, () => beginning);
    expect(finished).toBe(true);
  });
});

describe('the line of callbacks', () => {
  let books: Books;
  beforeAll(async () => {
    books = await Books.open();
  });
  afterAll(() => books.close());

  const event = (id: string) => books.unitOfWork.read((stores) => stores.events.get(id));
  const claim = (line: Line, at: Date) => line.claim({ now: at, held_until: plus(at, 15_000), limit: 10 });

  function lineOf(outcomes: ('delivered' | 'failed' | 'over')[], retryLater: (id: string) => Promise<void> = async () => undefined) {
    const retried: string[] = [];
    const line = callbackLine({
      unitOfWork: books.unitOfWork,
      now: () => NOW,
      deliver: async () => outcomes.shift() ?? 'failed',
      async retryLater(id) {
        retried.push(id);
        await retryLater(id);
      },
    });
    return { line, retried };
  }

  test('takes what is due, and again what was not handled once its hold is over', async () => {
    const { event_id } = await paidPurchase(books, NOW);
    const { line } = lineOf([]);
    expect(await claim(line, plus(NOW, -1))).toEqual([]);
    expect(await claim(line, NOW)).toEqual([event_id]);
    expect(await claim(line, plus(NOW, 14_999))).toEqual([]);
    expect(await claim(line, plus(NOW, 15_000))).toEqual([event_id]);
    await line.hold(event_id, plus(NOW, 60_000));
    expect(await claim(line, plus(NOW, 59_999))).toEqual([]);
    await line.handle(event_id);
    expect(await claim(line, plus(NOW, 86_400_000))).toEqual([]);
  });

  test('hands a failure over to the workflow that retries, exactly once', async () => {
    const { event_id } = await paidPurchase(books, plus(NOW, 100_000));
    const { line, retried } = lineOf(['failed']);
    const [taken = ''] = await claim(line, plus(NOW, 100_000));
    await line.handle(taken);
    expect(retried).toEqual([event_id]);
    expect(await event(event_id)).toMatchObject({ delivery_status: 'retrying', next_attempt_at: null });
    // The dispatcher doesn't come back to it, also not by a hold that was prolonged late.
    await line.hold(event_id, plus(NOW, 100_001));
    expect(await claim(line, plus(NOW, 10_000_000))).toEqual([]);
  });

  test('hands nothing over that was delivered or is over', async () => {
    const { event_id } = await paidPurchase(books, NOW);
    const { line, retried } = lineOf(['delivered', 'over']);
    await line.handle(event_id);
    await line.handle(event_id);
    expect(retried).toEqual([]);
    expect((await event(event_id)).delivery_status).toBe('pending');
  });

  test('keeps the event due where the workflow could not be started', async () => {
    const at = plus(NOW, 20_000_000);
    const { event_id } = await paidPurchase(books, at);
    const { line, retried } = lineOf(['failed', 'failed'], async () => {
      throw new Error('Temporal is away');
    });
    expect(await claim(line, at)).toContain(event_id);
    await expect(line.handle(event_id)).rejects.toThrow('Temporal is away');
    expect(await event(event_id)).toMatchObject({ delivery_status: 'pending', next_attempt_at: plus(at, 15_000) });
    expect(await claim(line, plus(at, 15_000))).toContain(event_id);
    expect(retried).toEqual([event_id]);
  });

  test.each(['delivered', 'disabled', 'failed'] as const)(
    'does not take back what the workflow has made of it at once: %s',
    async (status) => {
      const { event_id } = await paidPurchase(books, NOW);
      const { line } = lineOf(['failed'], (id) =>
        books.unitOfWork.transaction((stores) => stores.events.update(id, { delivery_status: status, next_attempt_at: null })),
      );
      await line.handle(event_id);
      expect((await event(event_id)).delivery_status).toBe(status);
    },
  );
});
