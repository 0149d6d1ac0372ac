import { readdir, readFile } from 'node:fs/promises';
import { Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { readConfig } from '../config.ts';
import { entities } from './entities/index.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Each `NNNN-name.sql` is one migration; they run in the order of their names, each in a transaction, and never change once landed. */
async function readMigrations() {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      class SqlMigration extends Migration {
        override up(): void {
          this.addSql(sql);
        }
      }
      return { name: name.replace(/\.sql$/, ''), class: SqlMigration };
    }),
  );
}

/** Brings a database to the newest schema. Two at once are safe: an advisory lock lets one work and the other find nothing to do. */
export async function migrate(database_url: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: database_url,
    entities,
    extensions: [Migrator],
    migrations: { migrationsList: await readMigrations(), tableName: 'migration', snapshot: false },
  });
  try {
    const lock = orm.em.fork();
    await lock.transactional(async (em) => {
      await em.execute('select pg_advisory_xact_lock(?)', [7_305_842]);
      await orm.migrator.up();
    });
  } finally {
    await orm.close(true);
  }
}

if (import.meta.main) await migrate(readConfig('migrate').DATABASE_URL);
