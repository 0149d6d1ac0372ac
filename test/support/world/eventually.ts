/** Asks again until the assertion holds; fails with its last error once time is up. */
export async function eventually<T>(assertion: () => T | Promise<T>, wait_ms = 10_000): Promise<T> {
  const until = Date.now() + wait_ms;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
