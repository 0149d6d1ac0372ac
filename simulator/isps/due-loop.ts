/** The longest delay that setTimeout takes. */
const DELAY_MAX_MS = 2 ** 31 - 1;

/**
 * Runs work at the instants that the database names: sleeps until the next one, works, asks again. Nothing is kept here, so a restart
 * goes on where the last process stopped. `wake` must be called after a nearer instant was written.
 */
export function createDueLoop(nextDue_ms: () => number | null, work: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function wake(): void {
    clearTimeout(timer);
    const due_ms = stopped ? null : nextDue_ms();
    if (due_ms === null) return;
    timer = setTimeout(run, Math.min(Math.max(due_ms - Date.now(), 0), DELAY_MAX_MS));
  }

  function run(): void {
    if (stopped) return;
    work();
    wake();
  }

  return {
    wake,
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
