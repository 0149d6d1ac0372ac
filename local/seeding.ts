import { z } from 'zod';
import type { Addresses } from './addresses.ts';
import { inheritedEnvironment } from './environment.ts';
import { CHECKOUT } from './folder.ts';
import { runCommandOrFail } from './run-command.ts';
import type { LocalSecrets } from './secrets.ts';
import { StartProblem } from './start-problem.ts';

const seedResultSchema = z.object({
  merchant_id: z.string().startsWith('mer_'),
  documents: z.object({ one_shot: z.string().startsWith('doc_'), rebilling: z.string().startsWith('doc_') }),
});

/** The demo merchant and what it sells. */
export type SeedResult = z.infer<typeof seedResultSchema>;

/** Brings the database to the newest schema. */
export async function runMigrations(database_url: string): Promise<void> {
  const env = inheritedEnvironment({ DATABASE_URL: database_url });
  await runCommandOrFail(process.execPath, ['db/migrate.ts'], { cwd: CHECKOUT, env });
}

/** Makes the demo merchant and its documents, or finds them again. */
export async function runSeed(addresses: Addresses, secrets: LocalSecrets): Promise<SeedResult> {
  const { MASTER_KEY, LOOKUP_KEY, DEMO_API_KEY, DEMO_CALLBACK_SECRET } = secrets;
  const env = inheritedEnvironment({
    DATABASE_URL: addresses.database,
    MASTER_KEY,
    LOOKUP_KEY,
    DEMO_API_KEY,
    DEMO_CALLBACK_SECRET,
    DEMO_CALLBACK_URL: `${addresses.shop}/callbacks`,
  });
  const { stdout } = await runCommandOrFail(process.execPath, ['local/seed.ts'], { cwd: CHECKOUT, env });
  return parseSeedResult(stdout);
}

/** The result is the last line that the seed prints. */
export function parseSeedResult(stdout: string): SeedResult {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  try {
    return seedResultSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new StartProblem(`local/seed.ts did not print its result, but: ${line.slice(0, 500)}`, { cause: error });
  }
}
