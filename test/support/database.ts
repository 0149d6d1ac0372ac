import { randomBytes } from 'node:crypto';
import { type AdministrationClient, quoteIdentifier, withClient } from '../../local/postgres/client.ts';
import { handedOver } from './handover.ts';

export interface TestDatabase {
  url: string;
  /** Drops the database; rejects when the test left connections open. */
  drop(): Promise<void>;
}

/** A migrated database of one's own, cloned from the template: once per test file, or per test that needs a clean one. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const administration_url = handedOver('administration_url');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = quoteIdentifier(handedOver('template_database'));
  await withClient(administration_url, (client) => client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${template}`));
  const url = new URL(administration_url);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => withClient(administration_url, (client) => dropDatabase(client, name)) };
}

/** Brackets a test with a database of its own. */
export async function withDatabase<Result>(use: (url: string) => Promise<Result>): Promise<Result> {
  const database = await createTestDatabase();
  let result: Result;
  try {
    result = await use(database.url);
  } catch (error) {
    // The failure of the test tells more than the connections that it could not close.
    await database.drop().catch(() => undefined);
    throw error;
  }
  await database.drop();
  return result;
}

async function dropDatabase(client: AdministrationClient, name: string): Promise<void> {
  const leaks = await openConnections(client, name);
  await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
  if (leaks.length > 0) throw new Error(`The test leaves ${leaks.length} connection(s) to its database open:\n${leaks.join('\n')}`);
}

/** What is still connected after a closed pool had time to go away. */
async function openConnections(client: AdministrationClient, name: string): Promise<string[]> {
  const give_up_at = Date.now() + 2_000;
  for (;;) {
    const { rows } = await client.query(
      `SELECT coalesce(nullif(application_name, ''), 'unnamed') || ': ' || query AS connection FROM pg_stat_activity WHERE datname = $1`,
      [name],
    );
    if (rows.length === 0 || Date.now() > give_up_at) return rows.map((row) => String(row.connection));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
