import { type Scene, scene } from '../engine/process.ts';
import type { Timer } from '../engine/scheduler.ts';
import type { World } from '../engine/world.ts';

/** What a timer is to the code that set it. */
type Handle = { cleared: boolean; timer?: Timer; unref(): void };

/** Puts the globals that tell or wait for time on the run's clock: a process's own is skewed, the rest is true. */
export function virtualTime({ scheduler }: World): { restore(): void } {
  const real = { now: Date.now, setTimeout, setInterval, clearTimeout, clearInterval };
  const newHandle = (): Handle => ({ cleared: false, unref: () => undefined });
  /** In the scene in which it was set; later where that process is held up, never where it is dead. */
  const later = (act: () => void, delay_ms: number, { handle, store }: { handle: Handle; store: Scene }): void => {
    const go = () => {
      if (!handle.cleared) scene.run(store, act);
    };
    handle.timer = scheduler.after(delay_ms, () => {
      if (store.process) store.process.resume(go);
      else go();
    });
  };
  const clear = (handle?: Handle) => {
    if (!handle) return;
    handle.cleared = true;
    if (handle.timer) handle.timer.cancelled = true;
  };
  const timers = {
    setTimeout: (act: () => void, delay_ms = 0) => {
      const handle = newHandle();
      later(act, delay_ms, { handle, store: scene.getStore() ?? {} });
      return handle;
    },
    setInterval: (act: () => void, delay_ms = 1) => {
      const handle = newHandle();
      const store = scene.getStore() ?? {};
      const again = () => {
        later(again, delay_ms, { handle, store });
        act();
      };
      later(again, delay_ms, { handle, store });
      return handle;
    },
    clearTimeout: clear,
    clearInterval: clear,
  };
  Date.now = () => {
    const { execution, process } = scene.getStore() ?? {};
    return execution?.now_ms ?? scheduler.now_ms + (process?.clock_offset_ms ?? 0);
  };
  Object.assign(globalThis, timers);
  return {
    restore() {
      const { now, ...own } = real;
      Date.now = now;
      Object.assign(globalThis, own);
    },
  };
}
