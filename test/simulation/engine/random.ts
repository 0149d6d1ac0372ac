/** A seeded generator (sfc32). Streams of one seed are independent, so that a draw more in one place moves nothing in another. */
export class Random {
  #state: [number, number, number, number];

  constructor(seed: number, stream: string) {
    let hash = 0x811c9dc5 ^ seed;
    const next = (symbol: number) => {
      hash = Math.imul(hash ^ symbol, 0x01000193);
      hash ^= hash >>> 15;
      return hash >>> 0;
    };
    for (const symbol of stream) next(symbol.charCodeAt(0));
    this.#state = [next(1), next(2), next(3), next(4)];
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** From 0 to below 1. */
  next(): number {
    const state = this.#state;
    const sum = (state[0] + state[1] + state[3]) | 0;
    state[3] = (state[3] + 1) | 0;
    state[0] = state[1] ^ (state[1] >>> 9);
    state[1] = (state[2] + (state[2] << 3)) | 0;
    state[2] = ((state[2] << 21) | (state[2] >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to below the bound. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** Picks by weight; weights need not sum to anything. */
  weighted<T extends { weight: number }>(list: readonly T[]): T {
    let left = this.next() * list.reduce((sum, { weight }) => sum + weight, 0);
    for (const item of list) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return this.pick(list);
  }
}
