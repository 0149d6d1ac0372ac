import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { entities } from './entities/index.ts';

export type Database = { em: EntityManager; close(): Promise<void> };

export type DatabaseSettings = { url: string; pool_max: number };

/** Connects lazily: the pool opens its first connection with the first query, and opens new ones after the database was away. */
export async function openDatabase({ url, pool_max }: DatabaseSettings): Promise<Database> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities,
    pool: { min: 0, max: pool_max },
    // A statement that waits longer than this for a lock or for the disk fails and is retried by whoever asked.
    driverOptions: { connectionTimeoutMillis: 10_000, statement_timeout: 30_000, application_name: 'isp-billing' },
    forceUtcTimezone: true,
    schemaGenerator: { createForeignKeyConstraints: false },
  });
  return { em: orm.em, close: () => orm.close(true) };
}
