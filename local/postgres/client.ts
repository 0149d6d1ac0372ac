import pg, { type Client } from 'pg';

/** What administration statements are run through; everything of the product itself goes through db/. */
export type AdministrationClient = Pick<Client, 'query'>;

/** Connects to one database for the time of the callback. */
export async function withClient<Result>(url: string, use: (client: AdministrationClient) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'isp-billing-local' });
  // A server that goes away between two statements raises 'error'; the statement under way rejects by itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Whether the server of this data directory answers a query; false while it starts, recovers or stops, and when another
 * server has got hold of the port.
 */
export async function answersQueries(url: string, data_directory: string): Promise<boolean> {
  try {
    const { rows } = await withClient(url, (client) => client.query(`SELECT current_setting('data_directory') AS data_directory`));
    return rows[0]?.data_directory === data_directory;
  } catch {
    return false;
  }
}

/** Quotes a name so that it can stand in a statement. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
