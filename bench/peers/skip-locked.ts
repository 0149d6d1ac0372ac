import { setTimeout as sleep } from 'node:timers/promises';
import { A_WEEK_MS, AT_ONCE, charge, database, keys, order, runPeer } from './peer.ts';

/** No library: a table of what is due, and loops that each lock some of it, charge, and commit. */
const BETWEEN_LOOKS_MS = 50;

const LOOPS = 4;
const AT_ONCE_EACH = Math.ceil(AT_ONCE / LOOPS);

await runPeer(async () => {
  await database.query('create table if not exists due (key text primary key, due_at timestamptz not null)');
  await database.query('create index if not exists due_at_index on due (due_at)');
  if (!order.resume) {
    await database.query('insert into due select key, $2 from unnest($1::text[]) key', [keys, new Date(order.due_at)]);
  }
  for (let index = 0; index < LOOPS; index += 1) void loop();
});

async function loop(): Promise<never> {
  for (;;) if ((await renewSome()) === 0) await sleep(BETWEEN_LOOKS_MS);
}

async function renewSome(): Promise<number> {
  const client = await database.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query('select key from due where due_at <= now() order by due_at limit $1 for update skip locked', [
      AT_ONCE_EACH,
    ]);
    const paid = await Promise.all(rows.map(async ({ key }: { key: string }) => ({ key, payment: await charge(key) })));
    if (paid.length > 0) {
      const [names, payments] = [paid.map(({ key }) => key), paid.map(({ payment }) => payment)];
      const insert = 'insert into ledger select key, payment, 500 from unnest($1::text[], $2::text[]) p (key, payment)';
      await client.query(insert, [names, payments]);
      await client.query('update due set due_at = $2 where key = any($1)', [names, new Date(Date.now() + A_WEEK_MS)]);
    }
    await client.query('commit');
    return rows.length;
  } finally {
    client.release();
  }
}
