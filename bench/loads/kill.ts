import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../ground/ground.ts';

/** What the ISP's books say after a kill, whatever the killed one believes. */
export type KillFigures = {
  renewals: number;
  /** Periods for which the ISP was asked for money more than once. An ISP that does not replay has taken it twice. */
  doubled: number;
  /** Periods that nobody had paid when the waiting was over. */
  lying: number;
  /** Periods that were paid, of which the one who renews did not know it when the waiting was over: they too will be asked for once more. */
  unbooked: number;
  /** Until the last period was paid and booked, from the kill; undefined where some still lay. */
  seconds_until_all_paid: number | undefined;
  /** Of the engine: periods that were out at the kill, of which the ISP said later that it knows nothing. They are not billed, ever. */
  waived?: number;
  /** Of the engine: the same while so few fall due in a second that nobody waits where nobody dies. */
  flow?: KillWaits;
};

/** How long periods waited until they were first sent to the ISP, and how many were in doubt meanwhile. */
export type KillWaits = { renewals: number; wait_ms: { p50: number; p99: number; max: number }; in_doubt: number; doubled: number };

/** A due period that waits for longer than this is as good as lost: a shop has closed the reader's page by then. */
export const WAITED_MS = 90_000;

export type Killed = {
  count: number;
  killed_at: number;
  /** How many are in the books of the one who renews. */
  done: () => Promise<number>;
};

/** Waits until all is done, or until nobody waits any longer. */
export async function waitAfterKill({ count, killed_at, done }: Killed): Promise<{ done: number; seconds: number | undefined }> {
  while ((await done()) < count && Date.now() - killed_at < WAITED_MS) await sleep(100);
  const at_last = await done();
  return { done: at_last, seconds: at_last >= count ? (Date.now() - killed_at) / 1_000 : undefined };
}

/** Waits likewise, and asks the ISP's books what came of it: all of them, or those whose keys begin so. */
export async function killFigures(ground: Ground, killed: Killed, prefix = ''): Promise<KillFigures> {
  const waited = await waitAfterKill(killed);
  const { keys, doubled } = await ground.outside({ look: prefix });
  const lying = Math.max(0, killed.count - keys);
  const unbooked = Math.max(0, killed.count - waited.done - lying);
  return { renewals: killed.count, doubled, lying, unbooked, seconds_until_all_paid: waited.seconds };
}

/** Nothing has moved for so long: what is left lies, and only waits. */
const STILL_MS = 4_000;

/** Until all of it is done or nothing moves any more. */
export async function untilStill({ count, done }: Killed): Promise<void> {
  let moved = { count: -1, at: Date.now() };
  for (let now = await done(); now < count; now = await done()) {
    if (now !== moved.count) moved = { count: now, at: Date.now() };
    if (Date.now() - moved.at > STILL_MS) return;
    await sleep(100);
  }
}

/** The figures of one who stands meanwhile and is ended then. Whoever waits for them sees what fails. */
export async function figuresThenStop(figures: Promise<KillFigures>, stop: () => Promise<void>): Promise<KillFigures> {
  try {
    return await figures;
  } finally {
    await stop();
  }
}
