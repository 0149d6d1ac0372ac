import pg from 'pg';

/** What each peer is told, as JSON on its command line. */
export type Order = {
  database_url: string;
  http_url: string;
  count: number;
  /** All are due at this instant, in milliseconds since 1970. */
  due_at: number;
  /** Begun again after a kill: nothing new is ordered, what was begun goes on. */
  resume: boolean;
  folder: string;
};

export const order = JSON.parse(process.argv[2] ?? '{}') as Order;
export const database = new pg.Pool({ connectionString: order.database_url, max: 20 });
export const A_WEEK_MS = 7 * 86_400_000;

/** How many may be under way at once, where a peer asks. */
export const AT_ONCE = 40;

export const keys = Array.from({ length: order.count }, (_, index) => `renewal-${index}`);

/** The ISP's 20 ms. The key is the same each time, as it is everywhere here: an ISP that replays would double nothing. */
export async function charge(key: string): Promise<string> {
  const body = JSON.stringify({ amountTransaction: { clientCorrelator: key, referenceCode: key } });
  const answer = await fetch(`${order.http_url}/payments`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`the ISP answered ${answer.status}`);
  return ((await answer.json()) as { paymentId: string }).paymentId;
}

/** The row that says that a period is paid. */
export async function book(key: string, payment: string): Promise<void> {
  await database.query('insert into ledger (key, payment, amount_cents) values ($1, $2, 500) on conflict do nothing', [key, payment]);
}

/** Makes the ledger, starts the peer, and says when all that is ordered sleeps. Ends with the process that measures. */
export async function runPeer(start: () => Promise<void>): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0));
  await database.query('create table if not exists ledger (key text primary key, payment text not null, amount_cents bigint not null)');
  await start();
  process.send?.({ ready: true });
}
