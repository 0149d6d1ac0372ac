/** How a merchant's endpoint is told (docs/reference/events.md): by the Standard Webhooks specification, or by a signed GET for old scripts. */
export const CALLBACK_FORMATS = ['standard_webhooks', 'legacy_get'] as const;
export type CallbackFormat = (typeof CALLBACK_FORMATS)[number];

/** `gone`: the endpoint answered 410; `failing`: it did nothing but fail for long. */
export const DISABLED_REASONS = ['gone', 'failing'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** What a ping came to: an answer's status and how it begins, or why there was none. Instants as text, for it is kept as JSON. */
export type CallbackCheck = {
  url: string;
  checked_at: string;
  ok: boolean;
  latency_ms: number;
  response_status: number | null;
  response_head: string | null;
  error: string | null;
};

/** For so long a callback can be in somebody's hands between two signs of life. */
export const HELD_MS = 15_000;

/** A delivery that failed is tried again for this long. */
export const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/**
 * So many failures in a row, of whichever events, and an endpoint counts as failing: one event at a time is sent to it, after growing
 * pauses, until one is taken. One event that a healthy endpoint never takes doesn't add up to this, for the others between are taken.
 */
export const FAILURES_UNTIL_PROBED = 5;

/** So many callbacks of one document at most are retried by workflows of their own; the others wait in the table. */
export const WORKFLOWS_PER_DOCUMENT_MAX = 8;

const PAUSE_FIRST_MS = 5_000;
const PAUSE_GROWTH = 3;
const PROBE_PAUSE_MS_MAX = 15 * 60_000;
const RETRY_PAUSE_MS_MAX = 6 * 3_600_000;

/** How long a failing endpoint is left alone: 5 s, 15 s, 45 s … up to 15 minutes. Undefined where it does not count as failing yet. */
export function probePauseMs(failures_in_row: number): number | undefined {
  if (failures_in_row < FAILURES_UNTIL_PROBED) return undefined;
  return pauseMs(failures_in_row - FAILURES_UNTIL_PROBED, PROBE_PAUSE_MS_MAX);
}

/** How long one event waits in the table after so many attempts: 5 s, 15 s, 45 s … up to 6 hours, as in the workflow `callback`. */
export function retryPauseMs(attempts: number): number {
  return pauseMs(attempts - 1, RETRY_PAUSE_MS_MAX);
}

function pauseMs(step: number, longest_ms: number): number {
  return Math.min(PAUSE_FIRST_MS * PAUSE_GROWTH ** Math.max(0, step), longest_ms);
}

/** When an endpoint that only fails is given up: both have to be reached. */
export type DisableAfter = { duration_ms: number; attempts: number };
export const DISABLE_AFTER_DEFAULT: DisableAfter = { duration_ms: GIVE_UP_AFTER_MS, attempts: 10 };

export function isFailingForLong(endpoint: { failures_in_row: number; failing_since: Date }, limit: DisableAfter, now: Date): boolean {
  return endpoint.failures_in_row >= limit.attempts && now.getTime() - endpoint.failing_since.getTime() >= limit.duration_ms;
}
