/** Something that happens at a virtual instant. Cancelled ones stay in the queue and do nothing. */
export type Timer = { at_ms: number; order: number; happen: () => void; cancelled: boolean };

const isBefore = (a: Timer, b: Timer) => a.at_ms < b.at_ms || (a.at_ms === b.at_ms && a.order < b.order);

/**
 * Virtual time: a queue of events, taken one by one. Between two events everything that was promised is carried out, so a run depends on
 * nothing but the order of this queue.
 */
export class Scheduler {
  now_ms: number;
  events = 0;
  #order = 0;
  #heap: Timer[] = [];

  constructor(start: Date) {
    this.now_ms = start.getTime();
  }

  get now(): Date {
    return new Date(this.now_ms);
  }

  at(at_ms: number, happen: () => void): Timer {
    const timer = { at_ms: Math.max(Math.ceil(at_ms), this.now_ms), order: this.#order, happen, cancelled: false };
    this.#order += 1;
    this.#push(timer);
    return timer;
  }

  after(delay_ms: number, happen: () => void): Timer {
    return this.at(this.now_ms + delay_ms, happen);
  }

  /** At this instant, after everything that is promised by now. */
  soon(happen: () => void): Timer {
    return this.at(this.now_ms, happen);
  }

  /** Goes on up to an instant, or until nothing is left to happen. */
  async run(until_ms: number): Promise<void> {
    for (let next = this.#heap[0]; next && next.at_ms <= until_ms; next = this.#heap[0]) {
      this.#pop();
      if (next.cancelled) continue;
      this.now_ms = next.at_ms;
      this.events += 1;
      next.happen();
      // A tick begins when no microtask is left.
      await new Promise<void>((resolve) => process.nextTick(resolve));
    }
    this.now_ms = Math.max(this.now_ms, until_ms);
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(timer, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      const left = heap[below];
      const right = heap[below + 1];
      if (!left) break;
      if (right && isBefore(right, left)) below += 1;
      const child = right && isBefore(right, left) ? right : left;
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
  }
}
