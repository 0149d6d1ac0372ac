import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import pg, { type Pool, type PoolClient, type QueryResultRow } from 'pg';
import { entities } from './entities/index.ts';

export type Database = { em: EntityManager; run: Run; transact: Transact; close(): Promise<void> };

/** One statement, by a name of its own: each connection parses it once, and PostgreSQL comes to keep its plan. */
export type Prepared = { name: string; text: string };

/** Runs one statement as a transaction of its own, past the ORM, on a connection of the same pool. Rows come as the driver reads them. */
export type Run = <Row extends QueryResultRow>(statement: Prepared, values: readonly unknown[]) => Promise<Row[]>;

/** All statements that `work` runs are one transaction, read committed, past the ORM. */
export type Transact = <T>(work: (run: Run) => Promise<T>) => Promise<T>;

export type DatabaseSettings = { url: string; pool_max: number };

/** Between two statements of a transaction lie microseconds; longer than a process may be frozen for and still go on. */
const IDLE_IN_TRANSACTION_MS = 30_000;

/** Connects lazily: the pool opens its first connection with the first query, and opens new ones after the database was away. */
export async function openDatabase({ url, pool_max }: DatabaseSettings): Promise<Database> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities,
    pool: { min: 0, max: pool_max },
    // A statement that waits longer than this for a lock or for the disk fails and is retried by whoever asked.
    driverOptions: {
      connectionTimeoutMillis: 10_000,
      statement_timeout: 30_000,
      // A transaction whose process is cut off, or hangs, does not hold its locks for as long as the network takes to notice.
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      application_name: 'isp-billing',
      onPoolCreated: takeBackEndedConnections,
    },
    forceUtcTimezone: true,
    schemaGenerator: { createForeignKeyConstraints: false },
  });
  const findPool = (): Promise<Pool> => orm.em.getDriver().getConnection().getNativeClient();
  return { em: orm.em, run: runOn(findPool), transact: transactOn(findPool), close: () => orm.close(true) };
}

function runOn(find: () => Promise<Pool | PoolClient>): Run {
  return async <Row extends QueryResultRow>(statement: Prepared, values: readonly unknown[]) => {
    const connection = await find();
    // The ORM has parsers of its own on the pool, which leave instants as text.
    const { rows } = await connection.query<Row>({ ...statement, values: [...values], types: pg.types });
    return rows;
  };
}

function transactOn(findPool: () => Promise<Pool>): Transact {
  return async (work) => {
    const client = await (await findPool()).connect();
    // What breaks between two statements is met by the next one.
    const ignore = () => undefined;
    client.on('error', ignore);
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const done = await work(runOn(async () => client));
      await client.query('commit');
      return done;
    } catch (error) {
      await client.query('rollback').catch((worse: Error) => {
        broken = worse;
      });
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  };
}

/** Whoever holds a connection that has ended is through with it by then: each of its statements fails at once. */
const TAKEN_BACK_AFTER_MS = 1_000;

/**
 * Kysely never gives back the connection of a transaction whose `begin` or `rollback` failed because the connection broke. Each restart of
 * PostgreSQL would take some out of the pool for good, until none is left; so the pool takes back what has ended.
 */
function takeBackEndedConnections(pool: Pool): void {
  const lent = new Set<PoolClient>();
  pool.on('acquire', (client) => lent.add(client));
  pool.on('release', (_error, client) => lent.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      setTimeout(() => lent.has(client) && client.release(true), TAKEN_BACK_AFTER_MS).unref();
    });
  });
}
