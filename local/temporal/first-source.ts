/** One way to come by an executable. */
export interface Source<Name extends string> {
  name: Name;
  /** What to say when this way is taken, and what to say when it is not open. */
  description: string;
  /** The path of the executable; undefined or an error where this way leads nowhere. */
  obtain(): Promise<string | undefined>;
}

export interface Obtained<Name extends string> {
  path: string;
  source: Name;
  description: string;
}

/** Tries the sources in their order and takes the first that yields something. Rejects with the reasons of all of them. */
export async function firstSource<Name extends string>(
  what: string,
  sources: readonly Source<Name>[],
  report: (message: string) => void,
): Promise<Obtained<Name>> {
  const reasons: string[] = [];
  for (const { name, description, obtain } of sources) {
    try {
      const path = await obtain();
      if (path !== undefined) return { path, source: name, description };
      reasons.push(`${description}: nothing there`);
    } catch (error) {
      const reason = `${description}: ${shortReason(error)}`;
      report(reason);
      reasons.push(reason);
    }
  }
  throw new Error(`${what} can't be obtained:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`);
}

function shortReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
