import { Random } from './random.ts';
import type { Linked, Victim } from './stack.ts';

export type Fault =
  | { kind: 'kill'; victim: Victim }
  /** Stopped with all its processes, by SIGSTOP: connections stand, and nobody answers. */
  | { kind: 'freeze'; victim: Victim; duration_ms: number }
  /** Everybody else's connections to PostgreSQL are broken, and every place for a new one is taken. */
  | { kind: 'no_connections'; duration_ms: number }
  /** On the network between the engine and a service. */
  | { kind: 'stall' | 'cut'; link: Linked; duration_ms: number }
  | { kind: 'delay'; link: Linked; duration_ms: number; delay_ms: number };

/** `at_ms` counts from the beginning of the load. */
export type PlannedFault = Fault & { at_ms: number };

export type PlanSettings = { seed: number; minutes: number; kills_per_minute: number };

/** The load runs alone for so long at first. */
const CALM_MS = 5_000;
const PAUSE_BETWEEN_MS = [1_500, 4_000] as const;

/** Each bag is emptied in an order of its own before the next begins, so that no kind is left out. */
const VICTIMS: readonly Victim[] = [
  ...['worker', 'worker', 'worker', 'worker-2', 'worker-2', 'worker-2'],
  ...['api', 'api-2', 'isps', 'isps', 'postgres', 'postgres', 'temporal', 'temporal'],
] as Victim[];

const PAUSES: readonly Fault[] = [
  // Longer than the heartbeat and the ISP's time-out together: others take over, and it comes back with an old answer.
  { kind: 'freeze', victim: 'worker', duration_ms: 12_000 },
  { kind: 'freeze', victim: 'postgres', duration_ms: 5_000 },
  { kind: 'freeze', victim: 'temporal', duration_ms: 4_000 },
  { kind: 'freeze', victim: 'isps', duration_ms: 4_000 },
  { kind: 'no_connections', duration_ms: 5_000 },
  { kind: 'stall', link: 'postgres', duration_ms: 4_000 },
  { kind: 'stall', link: 'temporal', duration_ms: 4_000 },
  { kind: 'stall', link: 'isps', duration_ms: 4_000 },
  { kind: 'cut', link: 'postgres', duration_ms: 2_000 },
  { kind: 'cut', link: 'temporal', duration_ms: 3_000 },
  { kind: 'cut', link: 'isps', duration_ms: 3_000 },
  { kind: 'delay', link: 'postgres', duration_ms: 5_000, delay_ms: 60 },
  { kind: 'delay', link: 'temporal', duration_ms: 5_000, delay_ms: 100 },
  { kind: 'delay', link: 'isps', duration_ms: 5_000, delay_ms: 400 },
];

/** Kills at a steady rate, and beside them one pause after the other. The same seed and length make the same plan. */
export function planFaults({ seed, minutes, kills_per_minute }: PlanSettings): PlannedFault[] {
  const random = new Random(seed);
  const end_ms = minutes * 60_000;
  return [...planKills(random, { end_ms, kills_per_minute }), ...planPauses(random, end_ms)].sort((a, b) => a.at_ms - b.at_ms);
}

function planKills(random: Random, { end_ms, kills_per_minute }: { end_ms: number; kills_per_minute: number }): PlannedFault[] {
  const count = Math.round((end_ms / 60_000) * kills_per_minute);
  const every_ms = (end_ms - CALM_MS) / Math.max(1, count);
  const bag = new Bag(random, VICTIMS);
  return Array.from({ length: count }, (_, index) => ({
    at_ms: Math.round(CALM_MS + (index + random.between(0, 0.9)) * every_ms),
    kind: 'kill',
    victim: bag.draw(),
  }));
}

function planPauses(random: Random, end_ms: number): PlannedFault[] {
  const bag = new Bag(random, PAUSES);
  const planned: PlannedFault[] = [];
  let at_ms = CALM_MS;
  for (;;) {
    const pause = bag.draw();
    at_ms += random.between(...PAUSE_BETWEEN_MS);
    const duration_ms = pause.kind === 'kill' ? 0 : pause.duration_ms;
    if (at_ms + duration_ms > end_ms) return planned;
    planned.push({ ...pause, at_ms: Math.round(at_ms) });
    at_ms += duration_ms;
  }
}

class Bag<T> {
  readonly #random: Random;
  readonly #items: readonly T[];
  #left: T[] = [];

  constructor(random: Random, items: readonly T[]) {
    this.#random = random;
    this.#items = items;
  }

  draw(): T {
    if (this.#left.length === 0) this.#left = this.#random.shuffled(this.#items);
    const drawn = this.#left.pop();
    if (drawn === undefined) throw new Error('The bag was empty from the beginning.');
    return drawn;
  }
}

/** One name for faults that are told of together: `kill worker`, `stall isps`. */
export function faultName(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
    case 'freeze':
      return `${fault.kind} ${fault.victim.replace(/-\d+$/, '')}`;
    case 'no_connections':
      return 'no connections postgres';
    default:
      return `${fault.kind} ${fault.link}`;
  }
}
