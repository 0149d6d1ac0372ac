import { HELD_MS } from '../domain/callbacks.ts';
import type { Log } from '../domain/log.ts';

/** One kind of outbox row: how rows that are due are taken and kept, and what is done with each. */
export type Line = {
  name: string;
  claim: (claim: { now: Date; held_until: Date; limit: number }) => Promise<string[]>;
  /** Keeps one row that was taken for longer. A row that is done with already may be named, and is not taken again for that. */
  hold: (id: string, held_until: Date) => Promise<void>;
  handle: (id: string) => Promise<void>;
};

export type DispatcherSettings = {
  poll_ms: number;
  batch: number;
  concurrency: number;
  hold_ms: number;
  /** Once woken, it waits this long for others to come, and takes all of them at once. */
  gather_ms?: number;
};

export const DISPATCHER_DEFAULTS: DispatcherSettings = { poll_ms: 500, batch: 50, concurrency: 16, hold_ms: HELD_MS, gather_ms: 50 };

export type Dispatcher = { announce(): void; stop(): Promise<void> };

/**
 * Looks for due rows of one line and handles them, several at a time: as soon as one is done with, another is taken, so that a slow one holds
 * up its own lane only. A row is held by whoever took it, and the hold is prolonged for as long as its handling takes; when that process
 * dies, the row is due again soon after. `announce` makes it look at once.
 */
export function startDispatcher(line: Line, tools: { log: Log; now: () => Date; settings?: DispatcherSettings }): Dispatcher {
  const settings = tools.settings ?? DISPATCHER_DEFAULTS;
  const bell = createBell(settings.poll_ms);
  const handling = new Map<string, Promise<void>>();
  let stopped = false;

  const heldUntil = () => new Date(tools.now().getTime() + settings.hold_ms);

  const prolong = async () => {
    const held_until = heldUntil();
    // One that can't be prolonged is due again, and delivered twice at worst.
    for (const id of [...handling.keys()]) if (handling.has(id)) await line.hold(id, held_until).catch(() => undefined);
  };

  const handle = async (id: string) => {
    try {
      await line.handle(id);
    } catch (error) {
      tools.log.warn({ line: line.name, id, error: nameOf(error) }, 'an outbox row could not be handled; it is due again later');
    } finally {
      handling.delete(id);
      bell.ring();
    }
  };

  /** Takes what there is room for; true where there may be more of it than one claim takes. What was done with since rings. */
  const take = async (): Promise<boolean> => {
    const limit = Math.min(settings.batch, settings.concurrency - handling.size);
    if (limit <= 0) return false;
    const ids = await line.claim({ now: tools.now(), held_until: heldUntil(), limit });
    // One whose hold ran out while it is still in hand here is not taken twice.
    const fresh = ids.filter((id) => !handling.has(id));
    for (const id of fresh) handling.set(id, handle(id));
    return fresh.length > 0 && ids.length === limit;
  };

  const run = async () => {
    const holding = setInterval(() => void prolong(), settings.hold_ms / 3);
    while (!stopped) {
      bell.hush();
      try {
        if (await take()) continue;
      } catch (error) {
        tools.log.warn({ line: line.name, error: nameOf(error) }, 'the outbox could not be read');
        bell.hush();
      }
      if (!stopped) await bell.heard();
      if (!stopped && settings.gather_ms) await new Promise((resolve) => setTimeout(resolve, settings.gather_ms));
    }
    await Promise.all(handling.values());
    clearInterval(holding);
  };
  const running = run();
  return {
    announce: bell.ring,
    async stop() {
      stopped = true;
      bell.ring();
      await running;
    },
  };
}

/** Wakes whoever waits for it, at the latest after `poll_ms`. Rung while nobody waits, the next one to wait goes on at once. */
function createBell(poll_ms: number) {
  let rung = false;
  let wake: () => void = () => undefined;
  return {
    ring() {
      rung = true;
      wake();
    },
    hush() {
      rung = false;
    },
    async heard() {
      if (rung) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, poll_ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
