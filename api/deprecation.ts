/**
 * That a call goes away. `since` and `sunset` are days, YYYY-MM-DD, in UTC: from the first on callers are told, and after the second it
 * may be gone. docs/reference/deprecation.md is the promise behind them.
 */
export type Deprecation = {
  since: string;
  sunset: string;
  /** The call to use instead, as its address. */
  successor?: `/${string}`;
};

/** What each answer of a deprecated call carries: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and where to read on (RFC 8288). */
export function deprecationHeaders({ since, sunset, successor }: Deprecation): Record<string, string> {
  const links = [
    '</docs#deprecation>; rel="deprecation"; type="text/html"',
    ...(successor ? [`<${successor}>; rel="successor-version"`] : []),
  ];
  return {
    Deprecation: `@${startOf(since).getTime() / 1_000}`,
    Sunset: startOf(sunset).toUTCString(),
    Link: links.join(', '),
  };
}

/** The same in words, for the documentation. */
export function deprecationText({ since, sunset, successor }: Deprecation): string {
  return `Deprecated since ${since}; works until ${sunset} at least.${successor ? ` Use \`${successor}\` instead.` : ''}`;
}

function startOf(day: string): Date {
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime())) throw new Error(`${day} is not a day, YYYY-MM-DD`);
  return start;
}
