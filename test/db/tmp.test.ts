import { test } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import { entities } from '../../db/entities/index.ts';
import { withDatabase } from '../support/database.ts';

test('x', async () => {
  await withDatabase(async (clientUrl) => {
    const orm = await MikroORM.init({
      clientUrl,
      entities,
      forceUtcTimezone: true,
      schemaGenerator: { createForeignKeyConstraints: false },
    });
    process.stdout.write(await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false, dropTables: true }));
    await orm.close(true);
  });
});
