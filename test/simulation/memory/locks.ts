import { databaseError } from './errors.ts';

/** PostgreSQL's row locks: a row that is referred to, or held as it is, is shared; a row that is changed is not. */
export type LockMode = 'key_share' | 'share' | 'no_key_update' | 'update';

const STRENGTH: Record<LockMode, number> = { key_share: 0, share: 1, no_key_update: 2, update: 3 };

function conflicts(a: LockMode, b: LockMode): boolean {
  if (a === 'key_share' || b === 'key_share') return a === 'update' || b === 'update';
  return a !== 'share' || b !== 'share';
}

/** Whoever locks; compared by identity. */
export type Owner = object;
type Request = { owner: Owner; mode: LockMode; grant: () => void; refuse: (error: Error) => void };
type Lock = { holders: Map<Owner, LockMode>; queue: Request[] };

/** Locks by name, granted in the order of asking. Whoever closes a circle of waiting is refused, as PostgreSQL does. */
export class Locks {
  #locks = new Map<string, Lock>();
  #held = new Map<Owner, Set<string>>();
  #waiting = new Map<Owner, string>();

  /** False where it would be waited for; granted otherwise. */
  tryAcquire(owner: Owner, name: string, mode: LockMode): boolean {
    const lock = this.#locks.get(name);
    const held = lock?.holders.get(owner);
    const has_it = held !== undefined && STRENGTH[held] >= STRENGTH[mode];
    if (lock && !has_it && !this.#isNext(lock, owner, mode)) return false;
    return this.acquire(owner, name, mode) === undefined;
  }

  /** Undefined where it was granted at once. */
  acquire(owner: Owner, name: string, mode: LockMode): Promise<void> | undefined {
    const lock: Lock = this.#locks.get(name) ?? { holders: new Map(), queue: [] };
    this.#locks.set(name, lock);
    const held = lock.holders.get(owner);
    if (held && STRENGTH[held] >= STRENGTH[mode]) return undefined;
    if (this.#isNext(lock, owner, mode)) {
      this.#hold(lock, name, { owner, mode });
      return undefined;
    }
    return new Promise((grant, refuse) => {
      const request = { owner, mode, grant, refuse };
      if (held) lock.queue.unshift(request);
      else lock.queue.push(request);
      this.#waiting.set(owner, name);
      if (this.#waitsForItself(owner)) this.abandon(owner, databaseError('DeadlockException', '40P01', 'deadlock detected'));
    });
  }

  /** Takes a waiting request out of its queue; without an error, whoever waits is dead and hears nothing. */
  abandon(owner: Owner, error: Error | undefined): void {
    const name = this.#waiting.get(owner);
    const lock = name === undefined ? undefined : this.#locks.get(name);
    if (name === undefined || !lock) return;
    this.#waiting.delete(owner);
    const request = lock.queue.find((each) => each.owner === owner);
    lock.queue = lock.queue.filter((each) => each !== request);
    this.#grantNext(name, lock);
    if (error) request?.refuse(error);
  }

  release(owner: Owner, name: string): void {
    const lock = this.#locks.get(name);
    this.#held.get(owner)?.delete(name);
    if (!lock?.holders.delete(owner)) return;
    this.#grantNext(name, lock);
    if (lock.holders.size === 0 && lock.queue.length === 0) this.#locks.delete(name);
  }

  releaseAll(owner: Owner): void {
    for (const name of [...(this.#held.get(owner) ?? [])]) this.release(owner, name);
    this.#held.delete(owner);
  }

  /** Who holds it already strengthens it before those who queue. */
  #isNext(lock: Lock, owner: Owner, mode: LockMode): boolean {
    return this.#isFree(lock, owner, mode) && (lock.holders.has(owner) || lock.queue.length === 0);
  }

  #isFree(lock: Lock, owner: Owner, mode: LockMode): boolean {
    for (const [holder, held] of lock.holders) if (holder !== owner && conflicts(mode, held)) return false;
    return true;
  }

  #hold(lock: Lock, name: string, { owner, mode }: { owner: Owner; mode: LockMode }): void {
    const held = lock.holders.get(owner);
    if (!held || STRENGTH[held] < STRENGTH[mode]) lock.holders.set(owner, mode);
    const names = this.#held.get(owner) ?? new Set();
    this.#held.set(owner, names.add(name));
  }

  #grantNext(name: string, lock: Lock): void {
    for (let next = lock.queue[0]; next && this.#isFree(lock, next.owner, next.mode); next = lock.queue[0]) {
      lock.queue.shift();
      this.#waiting.delete(next.owner);
      this.#hold(lock, name, next);
      next.grant();
    }
  }

  #waitsForItself(start: Owner): boolean {
    const seen = new Set<Owner>();
    const blockers = (owner: Owner): Owner[] => {
      const lock = this.#locks.get(this.#waiting.get(owner) ?? '');
      return lock ? [...lock.holders.keys()].filter((holder) => holder !== owner) : [];
    };
    const pending = blockers(start);
    for (let owner = pending.pop(); owner; owner = pending.pop()) {
      if (owner === start) return true;
      if (seen.has(owner)) continue;
      seen.add(owner);
      pending.push(...blockers(owner));
    }
    return false;
  }
}
