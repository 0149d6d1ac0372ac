import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { withClient } from '../../local/postgres/client.ts';
import { createTestDatabase, withDatabase } from '../support/database.ts';

const tables = async (url: string) => {
  const { rows } = await withClient(url, (client) =>
    client.query(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`),
  );
  return rows.map((row) => row.table_name);
};

describe('the database of a test', () => {
  test('is migrated, and is one of its own', async () => {
    const first = await createTestDatabase();
    await withClient(first.url, (client) => client.query('CREATE TABLE only_in_the_first (id integer)'));
    await withDatabase(async (url) => {
      expect(await tables(url)).toContain('migration');
      expect(await tables(url)).not.toContain('only_in_the_first');
    });
    await first.drop();
  });

  test('is gone after its drop, and a connection that was left open is reported', async () => {
    const database = await createTestDatabase();
    const leak = new pg.Client({ connectionString: database.url, application_name: 'forgotten pool' });
    leak.on('error', () => undefined);
    await leak.connect();
    await expect(database.drop()).rejects.toThrow(/1 connection.*\nforgotten pool/);
    await expect(tables(database.url)).rejects.toThrow(/does not exist/);
  });
});
