import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../../local/postgres/client.ts';

/** What is still to be done, by its kind: each is a count of rows. A doubt is no such thing: it waits for its ISP. */
const OPEN = {
  purchases: "select count(*) from purchase where status = 'processing'",
  'subscriptions not begun': "select count(*) from subscription where status = 'pending'",
  'charges out': "select count(*) from charge where status = 'sent'",
  'renewals due': `select count(*) from subscription where test_clock_id is null and ended_at is null
    and status in ('active', 'past_due') and next_charge_at <= now()`,
  'mandates of ended subscriptions': 'select count(*) from subscription where ended_at is not null and mandate_cancelled_at is null',
  callbacks: "select count(*) from event where delivery_status in ('pending', 'retrying')",
} as const;

/** Waits until nothing is open, and answers what still is when time is up. */
export async function untilQuiet(database: string, { within_ms, signal }: { within_ms: number; signal: AbortSignal }): Promise<string[]> {
  const give_up_at = Date.now() + within_ms;
  for (;;) {
    const open = await stillOpen(database).catch((error: unknown) => [`PostgreSQL does not answer: ${String(error)}`]);
    if (open.length === 0 || Date.now() > give_up_at) return open;
    await sleep(1_000, undefined, { signal });
  }
}

async function stillOpen(database: string): Promise<string[]> {
  return await withClient(database, async (client) => {
    const open: string[] = [];
    for (const [kind, count] of Object.entries(OPEN)) {
      const { rows } = await client.query(count);
      if (Number(rows[0]?.count) > 0) open.push(`${rows[0]?.count} ${kind}`);
    }
    return open;
  });
}

/** What PostgreSQL knows of these subjects' charges, and whoever waits for a lock or holds one for long. */
export async function rowStories(database: string, subjects: readonly string[]): Promise<string[]> {
  return await withClient(database, async (client) => {
    const charges = `select key, status, attempt, sent_at, in_doubt_at, doubt_looks, next_look_at, isp_reference from charge
      where purchase_id = any($1) or subscription_id = any($1) order by key`;
    const subscriptions = `select id, status, test_clock_id, ended_at, end_reason, end_source, next_index, next_charge_at from subscription
      where id = any($1)`;
    const clocks = 'select id, now_at, target_at, advancing from test_clock where id = any($1)';
    const busy = `select pid, state, wait_event, xact_start, left(query, 120) as query from pg_stat_activity
      where xact_start < now() - interval '5 seconds'`;
    const told = async (query: string, values: unknown[]) => (await client.query(query, values)).rows.map((row) => JSON.stringify(row));
    return [
      ...(await told(charges, [subjects])),
      ...(await told(subscriptions, [subjects])),
      ...(await told(clocks, [subjects])),
      ...(await told(busy, [])),
    ];
  });
}

export type Rows = {
  /** Events that a merchant was to be told of, and was not. */
  untold: { id: string; type: string; delivery_status: string }[];
  events: { id: string }[];
  /** Doubts that nobody asks about any more. */
  forgotten: { id: string; key: string }[];
  codes: { subscription_id: string; count: number }[];
};

/** What the API doesn't tell. */
export async function readRows(database: string): Promise<Rows> {
  return await withClient(database, async (client) => {
    const rows = async (query: string) => (await client.query(query)).rows;
    return {
      untold: await rows("select id, type, delivery_status from event where callback_url is not null and delivery_status <> 'delivered'"),
      events: await rows('select id from event where callback_url is not null'),
      forgotten: await rows(`select id, key from charge where status = 'in_doubt'
        and (next_look_at is null or next_look_at < now() - interval '1 minute')`),
      codes: await rows(`select subscription_id, count(*)::int as count from code where subscription_id is not null
        group by subscription_id`),
    };
  });
}
