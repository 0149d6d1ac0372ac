import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../db/database.ts';
import type { Stores } from '../../db/stores/index.ts';
import { createUnitOfWork } from '../../db/unit-of-work.ts';
import { withClient } from '../../local/postgres/client.ts';
import { withDatabase } from '../support/database.ts';
import { eventually } from '../support/world/eventually.ts';

const POOL_MAX = 2;

/** As a restart of PostgreSQL: everybody's connections end at once. */
async function endConnections(url: string): Promise<void> {
  await withClient(url, (client) =>
    client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'),
  );
}

async function withPool(use: (url: string, database: Database) => Promise<void>): Promise<void> {
  await withDatabase(async (url) => {
    const database = await openDatabase({ url, pool_max: POOL_MAX });
    await use(url, database);
    await database.close();
  });
}

const look = (stores: Stores) => stores.merchants.find('mer_nobody');

describe('transactions whose connections are lost', () => {
  test('are told as the engine being away, and leave the pool as large as it was, however often', async () => {
    await withPool(async (url, database) => {
      const unitOfWork = createUnitOfWork(database);
      for (let round = 0; round < 3; round += 1) {
        const lost = unitOfWork.transaction(async (stores) => {
          await look(stores);
          await endConnections(url);
          return await look(stores);
        });
        await expect(lost).rejects.toMatchObject({ code: 'billing_unavailable' });
        expect(await eventually(() => unitOfWork.transaction(look), 30_000)).toBeNull();
      }
    });
  }, 60_000);

  test('are rolled back with their locks where their holder says nothing for long, and told as the engine being away', async () => {
    await withPool(async (_url, database) => {
      const ask = (statement: string) => database.em.fork().execute<{ idle_in_transaction_session_timeout: string }[]>(statement);
      expect(await ask('show idle_in_transaction_session_timeout')).toEqual([{ idle_in_transaction_session_timeout: '30s' }]);
      await ask("set idle_in_transaction_session_timeout = '200ms'");
      const silent = createUnitOfWork(database).transaction(async (stores) => {
        await look(stores);
        await sleep(600);
        return await look(stores);
      });
      await expect(silent).rejects.toMatchObject({ code: 'billing_unavailable' });
      expect(await eventually(() => createUnitOfWork(database).transaction(look), 30_000)).toBeNull();
    });
  }, 60_000);
});
