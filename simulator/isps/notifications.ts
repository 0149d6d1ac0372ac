import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { fetch } from 'undici';
import { createDueLoop } from './due-loop.ts';
import type { CloudEvent } from './events.ts';

/** Where a client wants to hear of its payments, and the bearer token it wants to see there. */
export interface Sink {
  readonly url: string;
  readonly token: string | null;
}

interface NotificationRow {
  readonly sequence: number;
  readonly type: string;
  readonly sink: string;
  readonly sink_token: string | null;
  readonly event_json: string;
  readonly attempts: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Growing up to a day, and then daily until the client takes it. */
const RETRY_DELAYS_MS = [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS];
const ATTEMPT_TIMEOUT_MS = 10 * SECOND_MS;
const IN_FLIGHT_MAX = 16;
/** CAMARA: the client will never again have this address. */
const GONE = 410;

const retryDelay = (attempts: number): number => RETRY_DELAYS_MS[Math.min(attempts, RETRY_DELAYS_MS.length) - 1] ?? SECOND_MS;

/** Sends one event; the status of the answer, or 0 when there was none. */
async function send(row: NotificationRow, stopping: AbortSignal): Promise<number> {
  try {
    const answer = await fetch(row.sink, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/cloudevents+json',
        ...(row.sink_token === null ? {} : { authorization: `Bearer ${row.sink_token}` }),
      },
      body: row.event_json,
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}

/** Events on their way to clients, at least once each: written with what they tell of, and tried until the client takes them. */
export function createNotifications(database: DatabaseSync, log: Logger) {
  const insert = database.prepare(
    'INSERT INTO notifications (event_id, type, sink, sink_token, event_json, next_attempt_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const nextDue = database.prepare('SELECT min(next_attempt_at_ms) AS due_ms FROM notifications WHERE next_attempt_at_ms IS NOT NULL');
  const dueNow = database.prepare(
    `SELECT sequence, type, sink, sink_token, event_json, attempts FROM notifications
     WHERE next_attempt_at_ms <= ? ORDER BY next_attempt_at_ms LIMIT ${IN_FLIGHT_MAX}`,
  );
  const leave = database.prepare('UPDATE notifications SET next_attempt_at_ms = ?, attempts = attempts + 1 WHERE sequence = ?');
  const settle = database.prepare(
    'UPDATE notifications SET next_attempt_at_ms = ?, delivered_at_ms = ?, last_status = ? WHERE sequence = ?',
  );
  const every = database.prepare(
    'SELECT event_id, type, sink, attempts, next_attempt_at_ms, delivered_at_ms, last_status FROM notifications ORDER BY sequence',
  );
  const stopping = new AbortController();
  const inFlight = new Set<Promise<void>>();

  async function attempt(row: NotificationRow): Promise<void> {
    const status = await send(row, stopping.signal);
    // An attempt cut off by our own stop is not held against the client: the row still names the instant of its next one.
    if (stopping.signal.aborted) return;
    const delivered = status >= 200 && status < 300;
    const over = delivered || status === GONE;
    settle.run(over ? null : Date.now() + retryDelay(row.attempts + 1), delivered ? Date.now() : null, status, row.sequence);
    log.debug({ type: row.type, status, attempts: row.attempts + 1 }, 'notification');
  }

  const loop = createDueLoop(
    // A full house waits for one to finish, which wakes the loop again.
    () => (inFlight.size >= IN_FLIGHT_MAX ? null : (nextDue.get() as { due_ms: number | null }).due_ms),
    () => {
      const rows = dueNow.all(Date.now()) as unknown as NotificationRow[];
      for (const row of rows.slice(0, IN_FLIGHT_MAX - inFlight.size)) {
        // Set to the retry before the attempt, so that a process killed in the middle tries again after its restart.
        leave.run(Date.now() + ATTEMPT_TIMEOUT_MS + retryDelay(row.attempts + 1), row.sequence);
        const flight = attempt(row).finally(() => {
          inFlight.delete(flight);
          loop.wake();
        });
        inFlight.add(flight);
      }
    },
  );

  return {
    /** Keeps events for delivery; to be called in the transaction that makes them true. They leave once it is committed. */
    enqueue(event: CloudEvent, sink: Sink, copies: number): void {
      for (let copy = 0; copy < copies; copy += 1) {
        insert.run(event.id, event.type, sink.url, sink.token, JSON.stringify(event), Date.now());
      }
      // The timer fires after the synchronous transaction around this call has ended.
      if (copies > 0) loop.wake();
    },
    list: () => every.all(),
    start: loop.wake,
    async stop(): Promise<void> {
      loop.stop();
      stopping.abort();
      await Promise.all(inFlight);
    },
  };
}
export type Notifications = ReturnType<typeof createNotifications>;
