import { SOMETIMES, type SometimesName } from './engine/sometimes.ts';
import type { PlantName } from './plants.ts';
import type { SeedResult } from './scenario/run-seed.ts';

const NAMES = Object.keys(SOMETIMES) as SometimesName[];
const DAYS_A_YEAR = 365.25;

/** What all seeds came to. */
export class Report {
  readonly #plant: PlantName | undefined;
  readonly #began_ms = performance.now();
  readonly #counts = new Map<string, number>();
  readonly #sometimes = new Map<string, { times: number; seeds: number }>();
  readonly #digests: [seed: number, digest: string][] = [];
  readonly #failures: Pick<SeedResult, 'seed' | 'violations'>[] = [];
  #events = 0;
  #days = 0;

  constructor({ plant }: { plant: PlantName | undefined }) {
    this.#plant = plant;
  }

  get failed(): boolean {
    return this.#failures.length > 0;
  }

  add(result: SeedResult): void {
    const { seed, violations, events, virtual_days, digest, counts, sometimes } = result;
    this.#events += events;
    this.#days += virtual_days;
    this.#digests.push([seed, digest]);
    if (violations.length > 0) this.#failures.push({ seed, violations });
    for (const [name, count] of Object.entries(counts)) this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
    for (const [name, count] of Object.entries(sometimes)) {
      const before = this.#sometimes.get(name) ?? { times: 0, seeds: 0 };
      this.#sometimes.set(name, { times: before.times + count, seeds: before.seeds + 1 });
    }
  }

  replayOf(seed: number): string {
    return `npm run simulate -- --seeds ${seed}..${seed}${this.#plant ? ` --plant ${this.#plant}` : ''} --trace`;
  }

  /** For a person: what was broken, the first of each kind, what led to it, and how to see it again. */
  failureOf({ seed, violations }: SeedResult): string {
    const firsts = violations.filter(({ invariant }, index) => violations.findIndex((other) => other.invariant === invariant) === index);
    const shown = firsts.map(({ invariant, subject, detail, trace }) => {
      return [`FAILED: ${invariant}`, `  seed ${seed}, ${subject}: ${detail}`, ...trace.slice(-20).map((line) => `    ${line}`)].join('\n');
    });
    const left = violations.length - firsts.length;
    const more = left > 0 ? [`  and ${left} more of these kinds`] : [];
    return [...shown, ...more, `  replay: ${this.replayOf(seed)}`].join('\n');
  }

  neverReached(): SometimesName[] {
    return NAMES.filter((name) => !this.#sometimes.has(name));
  }

  summary(): string {
    const sum = (prefix: string) =>
      [...this.#counts]
        .filter(([name]) => name.startsWith(prefix))
        .sort(([, a], [, b]) => b - a)
        .map(([name, count]) => `${name.slice(prefix.length)} ${count}`)
        .join(', ');
    const count = (name: string) => this.#counts.get(name) ?? 0;
    const sometimes = NAMES.map((name) => {
      const { times, seeds } = this.#sometimes.get(name) ?? { times: 0, seeds: 0 };
      return `  ${String(times).padStart(7)} times in ${String(seeds).padStart(5)} seeds  ${name.padEnd(34)} ${SOMETIMES[name]}`;
    });
    const { seconds, virtual_years } = this.#size();
    return [
      `${this.#digests.length} seeds, ${virtual_years} virtual years, ${count('subscriptions')} subscriptions, ${count('purchases')} purchases,`,
      `${count('charges')} charges, ${count('refunds')} refunds, ${count('payments')} payments in the ISPs' books, ${this.#events} events, ${seconds} s`,
      `faults of calls: ${sum('call: ')}`,
      `faults of questions: ${sum('question: ')}`,
      `commits: ${sum('commit: ')}`,
      `notifications: ${sum('notification: ')}`,
      `reconciliation: ${sum('reconciliation: ')}`,
      `kills: ${sum('kill: ')}`,
      `blows: ${sum('blow: ')}`,
      'sometimes:',
      ...sometimes,
      this.failed ? `FAILED: ${this.#failures.length} of ${this.#digests.length} seeds` : 'every invariant held',
    ].join('\n');
  }

  #size(): { seconds: number; virtual_years: number } {
    return { seconds: Math.round((performance.now() - this.#began_ms) / 100) / 10, virtual_years: Math.round(this.#days / DAYS_A_YEAR) };
  }

  json(never_reached: string[]) {
    return {
      ...this.#size(),
      seeds: this.#digests.length,
      events: this.#events,
      counts: Object.fromEntries(this.#counts),
      sometimes: Object.fromEntries(this.#sometimes),
      never_reached,
      failures: this.#failures.map(({ seed, violations }) => ({ seed, replay: this.replayOf(seed), violations })),
      digests: Object.fromEntries(this.#digests.sort(([a], [b]) => a - b)),
    };
  }
}
