import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { Log } from '../domain/log.ts';

/** One kind of outbox row: how rows that are due are taken and kept, and what is done with each. */
export type Line = {
  name: string;
  claim: (claim: { now: Date; held_until: Date; limit: number }) => Promise<string[]>;
  /** Keeps one row that was taken for longer. A row that is done with already may be named, and is not taken again for that. */
  hold: (id: string, held_until: Date) => Promise<void>;
  handle: (id: string) => Promise<void>;
};

export type DispatcherSettings = { poll_ms: number; batch: number; concurrency: number; hold_ms: number };

export const DISPATCHER_DEFAULTS: DispatcherSettings = { poll_ms: 500, batch: 50, concurrency: 16, hold_ms: 15_000 };

export type Dispatcher = { announce(): void; stop(): Promise<void> };

/**
 * Looks for due rows of one line and handles them, several at a time. A row is held by whoever took it, and the hold is prolonged for as long
 * as its handling takes; when that process dies, the row is due again soon after. `announce` makes it look at once.
 */
export function startDispatcher(line: Line, tools: { log: Log; now: () => Date; settings?: DispatcherSettings }): Dispatcher {
  const settings = tools.settings ?? DISPATCHER_DEFAULTS;
  let stopped = false;
  let announced = false;
  let wake: () => void = () => undefined;

  const idle = async () => {
    if (announced || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, settings.poll_ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const prolong = async (held: ReadonlySet<string>) => {
    const held_until = new Date(tools.now().getTime() + settings.hold_ms);
    // One that can't be prolonged is due again, and delivered twice at worst.
    for (const id of [...held]) if (held.has(id)) await line.hold(id, held_until).catch(() => undefined);
  };

  const round = async (): Promise<number> => {
    const now = tools.now();
    const ids = await line.claim({ now, held_until: new Date(now.getTime() + settings.hold_ms), limit: settings.batch });
    const held = new Set(ids);
    const holding = setInterval(() => void prolong(held), settings.hold_ms / 3);
    await inParallel(ids, settings.concurrency, async (id) => {
      try {
        await line.handle(id);
      } catch (error) {
        tools.log.warn(
          { line: line.name, id, error: error instanceof Error ? error.name : 'unknown' },
          'an outbox row could not be handled; it is due again later',
        );
      } finally {
        held.delete(id);
      }
    }).finally(() => clearInterval(holding));
    return ids.length;
  };

  const run = async () => {
    while (!stopped) {
      announced = false;
      try {
        if ((await round()) > 0) continue;
      } catch (error) {
        tools.log.warn({ line: line.name, error: error instanceof Error ? error.name : 'unknown' }, 'the outbox could not be read');
        announced = false;
      }
      await idle();
    }
  };
  const running = run();
  return {
    announce() {
      announced = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}

async function inParallel<T>(items: T[], concurrency: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
}

/** The line of callbacks whose first delivery is due. What fails is handed to a workflow that retries for three days. */
export function callbackLine(tools: {
  unitOfWork: UnitOfWork;
  deliver: (event_id: string) => Promise<'delivered' | 'failed' | 'over'>;
  retryLater: (event_id: string) => Promise<void>;
}): Line {
  const { unitOfWork, deliver, retryLater } = tools;
  return {
    name: 'callbacks',
    claim: (claim) => unitOfWork.transaction((stores) => stores.events.claimDue(claim)),
    hold: (event_id, held_until) => unitOfWork.transaction((stores) => stores.events.update(event_id, { next_attempt_at: held_until })),
    async handle(event_id) {
      if ((await deliver(event_id)) !== 'failed') return;
      // First the workflow, then the mark: a crash in between delivers once more, and loses nothing.
      await retryLater(event_id);
      await unitOfWork.transaction((stores) => stores.events.markRetrying(event_id));
    },
  };
}
