import { z } from 'zod';
import { ConfigurationError, readConfig } from '../config.ts';
import { inheritedEnvironment } from './environment.ts';
import { localFolder } from './folder.ts';
import { readJsonFile } from './json-file.ts';
import { ensureSecrets } from './secrets.ts';

const stackSchema = z.object({ database: z.string(), temporal: z.object({ address: z.string(), namespace: z.string() }) });

/**
 * The settings of the operators' commands: our own environment where it names a database, and only that; otherwise those of the stack that
 * `npm start` has running here. The two are never mixed, so that a command can't reach one's database and another's Temporal.
 */
export async function adminEnvironment(): Promise<NodeJS.ProcessEnv> {
  const inherited = inheritedEnvironment({});
  if (inherited.DATABASE_URL) return inherited;
  const folder = localFolder(readConfig('local').LOCAL_DIR);
  const stack = await readJsonFile(folder.stack, stackSchema);
  if (!stack) throw new ConfigurationError(`No stack runs here (${folder.stack}): start one with "npm start", or set DATABASE_URL.`);
  const { MASTER_KEY, LOOKUP_KEY } = await ensureSecrets(folder.secrets);
  return inheritedEnvironment({
    DATABASE_URL: stack.database,
    TEMPORAL_ADDRESS: stack.temporal.address,
    TEMPORAL_NAMESPACE: stack.temporal.namespace,
    MASTER_KEY,
    LOOKUP_KEY,
  });
}
