/** At most so often is said how far something long has come. */
const SAID_EVERY_MS = 10_000;

export type Say = (text: string) => void;

/** Tells of something long, each ten seconds: how much is done, and when all of it will be, at this pace. */
export function progressOf(
  say: Say,
  what: string,
  { total, now = Date.now }: { total: number; now?: () => number },
): (done: number) => void {
  const began = now();
  let said_at = began;
  return (done) => {
    if (done <= 0 || done >= total || now() - said_at < SAID_EVERY_MS) return;
    said_at = now();
    const ends_at = began + ((said_at - began) * total) / done;
    say(`    ${what}: ${done} of ${total}, ${Math.floor((100 * done) / total)} %, until about ${clockTime(ends_at)}`);
  };
}

/** `14:05`, by the clock on the wall of whoever waits. */
export function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 5);
}
