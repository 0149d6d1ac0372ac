import { quoteIdentifier, withClient } from '../../../local/postgres/client.ts';
import { ISP_IDS } from '../../../simulator/isps/profiles.ts';
import type { World } from '../world/world.ts';

/** All that is kept: each of our tables as the number of its rows and a hash of what they hold, and the books of each ISP. */
export type Books = { tables: Record<string, string>; isps: Record<string, { payments: unknown; mandates: unknown }> };

export async function readBooks(world: World): Promise<Books> {
  const [tables, entries] = await Promise.all([
    readTables(world.config.DATABASE_URL),
    Promise.all(
      ISP_IDS.map(async (isp) => [isp, { payments: await world.isp.payments(isp), mandates: await world.isp.mandates(isp) }] as const),
    ),
  ]);
  return { tables, isps: Object.fromEntries(entries) };
}

/** The books once callbacks and mails of what went before are out: read until they stay the same. */
export async function settledBooks(world: World): Promise<Books> {
  let before = await readBooks(world);
  for (let same = 0; same < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const now = await readBooks(world);
    same = JSON.stringify(now) === JSON.stringify(before) ? same + 1 : 0;
    before = now;
  }
  return before;
}

async function readTables(url: string): Promise<Record<string, string>> {
  return await withClient(url, async (client) => {
    // But for what is counted of the others: it is added up at a time of its own.
    const { rows } = await client.query(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'report_%' ORDER BY tablename",
    );
    const tables: Record<string, string> = {};
    for (const { tablename } of rows) {
      // That a key was used is noted also where what it asked for is refused.
      const text = tablename === 'api_key' ? "(to_jsonb(kept) - 'last_used_at')::text" : 'kept::text';
      const all = `SELECT count(*) AS rows, md5(string_agg(${text}, '' ORDER BY ${text})) AS hash FROM ${quoteIdentifier(tablename)} kept`;
      const { rows: found } = await client.query(all);
      tables[tablename] = `${found[0].rows} rows, ${found[0].hash}`;
    }
    return tables;
  });
}
