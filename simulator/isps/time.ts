/** Instants are milliseconds since 1970 in the database and RFC 3339 in UTC on the wire. */

/** An RFC 3339 instant in UTC. */
export const rfc3339 = (instant_ms: number): string => new Date(instant_ms).toISOString();

const parisDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The calendar day in Paris, YYYY-MM-DD: the day of the statement that lists a booking. */
export const parisDayOf = (instant_ms: number): string => parisDay.format(instant_ms);

/** The calendar month in Paris, YYYY-MM: the month whose ceiling a booking counts against. */
export const parisMonthOf = (instant_ms: number): string => parisDayOf(instant_ms).slice(0, 7);

/** Waits, and tells whether it waited to the end (false: the signal came first). */
export function pause(duration_ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, duration_ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
