import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../ground/ground.ts';

/** What the ISP's books say after a kill, whatever the killed one believes. */
export type KillFigures = {
  renewals: number;
  /** Periods for which the ISP was asked for money more than once. An ISP that does not replay has taken it twice. */
  doubled: number;
  /** Periods that nobody had paid when the waiting was over. */
  lying: number;
  /** Until the last period was paid, from the kill; undefined where some still lay. */
  seconds_until_all_paid: number | undefined;
  /** Of the engine: periods that were out at the kill, of which the ISP said later that it knows nothing. They are not billed, ever. */
  waived?: number;
  /** Of the engine: the same while so few fall due in a second that nobody waits where nobody dies. */
  flow?: KillWaits;
};

/** How long periods waited until they were first sent to the ISP, and how many were in doubt meanwhile. */
export type KillWaits = { renewals: number; wait_ms: { p50: number; p99: number; max: number }; in_doubt: number; doubled: number };

/** A due period that waits for longer than this is as good as lost: a shop has closed the reader's page by then. */
export const WAITED_MS = 60_000;

export async function killFigures(
  ground: Ground,
  { count, killed_at, done }: { count: number; killed_at: number; done: () => Promise<number> },
): Promise<KillFigures> {
  while ((await done()) < count && Date.now() - killed_at < WAITED_MS) await sleep(100);
  const all = (await done()) >= count;
  const seconds_until_all_paid = all ? (Date.now() - killed_at) / 1_000 : undefined;
  const { keys, doubled } = await ground.outside('look');
  return { renewals: count, doubled, lying: Math.max(0, count - keys), seconds_until_all_paid };
}
