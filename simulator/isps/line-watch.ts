/** Open account pages of one line; a person has a few, and each holds a connection. */
const WATCHERS_PER_LINE_MAX = 6;
const WATCHERS_MAX = 500;

/**
 * Tells whoever watches a line that something about it has changed. It is told inside the transaction that changes it, so a listener must not
 * look before that is over: transactions here are synchronous, and the next turn of the event loop is late enough.
 */
export function createLineWatch() {
  const listeners = new Map<string, Set<() => void>>();
  let watchers = 0;

  function stop(line: string, listener: () => void): void {
    const ofLine = listeners.get(line);
    if (!ofLine?.delete(listener)) return;
    watchers -= 1;
    if (ofLine.size === 0) listeners.delete(line);
  }

  return {
    changed(line: string): void {
      for (const listener of listeners.get(line) ?? []) listener();
    },
    /** Answers what ends the watching; undefined when too many watch already. */
    watch(line: string, listener: () => void): (() => void) | undefined {
      const ofLine = listeners.get(line) ?? new Set();
      if (ofLine.size >= WATCHERS_PER_LINE_MAX || watchers >= WATCHERS_MAX) return undefined;
      listeners.set(line, ofLine.add(listener));
      watchers += 1;
      return () => stop(line, listener);
    },
    count: (): number => watchers,
  };
}
export type LineWatch = ReturnType<typeof createLineWatch>;
