import pg from 'pg';
import { Pool } from 'undici';

/** What each peer is told, as JSON on its command line. */
export type Order = {
  /** What its keys begin with. */
  name: string;
  database_url: string;
  http_url: string;
  count: number;
  /** All are due at this instant, in milliseconds since 1970. */
  due_at: number;
  /** Begun again after a kill: nothing new is ordered, what was begun goes on. */
  resume: boolean;
  /** Of a peer whose server is a program of its own: where it listens, and where it finds us. */
  server?: { ingress: number; admin: number; endpoint: number };
};

export const order = JSON.parse(process.argv[2] ?? '{}') as Order;
export const A_WEEK_MS = 7 * 86_400_000;

/** How many renewals may be under way at once, for every peer alike: more make none of them faster. */
export const AT_ONCE = 100;

/** As many connections as our worker has. */
export const CONNECTIONS_MAX = 20;

export const database = new pg.Pool({ connectionString: order.database_url, max: CONNECTIONS_MAX });
const isp = new Pool(order.http_url, { connections: AT_ONCE });

export const keys = Array.from({ length: order.count }, (_, index) => `${order.name}-${index}`);

/** The ISP's 20 ms. The key is the same each time, as it is everywhere here: an ISP that replays would double nothing. */
export async function charge(key: string): Promise<string> {
  const body = JSON.stringify({ amountTransaction: { clientCorrelator: key, referenceCode: key } });
  const answer = await isp.request({ method: 'POST', path: '/payments', headers: { 'content-type': 'application/json' }, body });
  const { paymentId } = (await answer.body.json()) as { paymentId?: string };
  if (paymentId === undefined) throw new Error(`the ISP answered ${answer.statusCode}`);
  return paymentId;
}

/** The row that says that a period is paid. */
export async function book(key: string, payment: string): Promise<void> {
  await database.query('insert into ledger (key, payment, amount_cents) values ($1, $2, 500) on conflict do nothing', [key, payment]);
}

/** Calls for each key, some at a time. */
export async function forEachKey(call: (key: string) => Promise<unknown>): Promise<void> {
  const waiting = keys.values();
  const lane = async () => {
    for (const key of waiting) await call(key);
  };
  await Promise.all(Array.from({ length: 32 }, lane));
}

/** Makes the ledger, starts the peer, and says when all that is ordered sleeps. Ends with the process that measures. */
export async function runPeer(start: () => Promise<void>): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0));
  await database.query('create table if not exists ledger (key text primary key, payment text not null, amount_cents bigint not null)');
  await start();
  process.send?.({ ready: true });
}
