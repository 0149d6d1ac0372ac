/** The set-up and the teardown of a run are two modules in one process, loaded apart: they meet on the global object. */
const KEY = Symbol.for('isp-billing.test-run.teardown');
type Slot = { [KEY]?: (() => Promise<void>)[] };

export function rememberForTeardown(step: () => Promise<void>): void {
  const slot = globalThis as Slot;
  slot[KEY] = [...(slot[KEY] ?? []), step];
}

export async function tearDownAll(): Promise<void> {
  for (const step of ((globalThis as Slot)[KEY] ?? []).reverse()) await step();
}
