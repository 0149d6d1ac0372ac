import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/**
 * PostgreSQL tells at its commit that a purchase is completed or declined (migration 0021). It is a hint: it may not come, where the connection
 * broke or a pooler keeps it to itself. So whoever waits for it waits for something else too, and then reads the row.
 */
export type Settlements = {
  /** From now on, whoever settles it. */
  of(purchase_id: string): Wait;
  close(): Promise<void>;
};

/** `settled` resolves once it is heard of, and never rejects; `stop` when nobody waits for it any more. */
type Wait = { settled: Promise<void>; stop(): void };

const CHANNEL = 'purchase_settled';
const CONNECT_WITHIN_MS = 5_000;
const AGAIN_AFTER_MS = 1_000;

/** One connection beside the pool's, made when somebody first waits, and made anew whenever it ends. */
export function listenForSettlements(url: string): Settlements {
  const told = new EventEmitter().setMaxListeners(0);
  const closing = new AbortController();
  let listening: Promise<void> | undefined;
  return {
    of(purchase_id) {
      listening ??= listen(url, (id) => told.emit(id), closing.signal);
      const { promise: settled, resolve } = Promise.withResolvers<void>();
      told.once(purchase_id, resolve);
      return { settled, stop: () => void told.off(purchase_id, resolve) };
    },
    async close() {
      closing.abort();
      await listening;
    },
  };
}

async function listen(url: string, hear: (purchase_id: string) => void, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    // What broke it is known to everybody else who asks this database; here it only has to come back.
    await untilItEnds(url, hear, closing).catch(() => undefined);
    await sleep(AGAIN_AFTER_MS, undefined, { signal: closing }).catch(() => undefined);
  }
}

async function untilItEnds(url: string, hear: (purchase_id: string) => void, closing: AbortSignal): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'isp-billing',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  client.on('notification', ({ payload = '' }) => hear(payload));
  const ended = once(client, 'end', { signal: closing });
  try {
    await Promise.all([ended, client.connect().then(() => client.query(`listen ${CHANNEL}`))]);
  } finally {
    await client.end().catch(() => undefined);
  }
}
