import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeJsonFile } from './json-file.ts';
import { StartProblem } from './start-problem.ts';

const secretsSchema = z.object({
  MASTER_KEY: z.string().regex(/^[0-9a-f]{64}$/),
  LOOKUP_KEY: z.string().regex(/^[0-9a-f]{64}$/),
  ISP_CLIENT_SECRET: z.string().min(16),
  ISP_NOTIFICATION_SECRET: z.string().min(16),
  /** The key of the demo merchant, and what its callbacks are signed with. */
  DEMO_API_KEY: z.string().startsWith('sk_test_'),
  DEMO_CALLBACK_SECRET: z.string().startsWith('whsec_'),
  /** What operators show on the admin port. */
  ADMIN_API_KEY: z.string().min(32),
});

export type LocalSecrets = z.infer<typeof secretsSchema>;

/** The secrets of this stack, made at the first start. A damaged file is an error: with other keys the data could not be read any more. */
export async function ensureSecrets(file: string): Promise<LocalSecrets> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const secrets = text === undefined ? makeSecrets() : parseSecrets(file, text);
  if (!text?.includes(secrets.ADMIN_API_KEY)) await writeJsonFile(file, secrets);
  return secrets;
}

function parseSecrets(file: string, text: string): LocalSecrets {
  try {
    // The admin key came later than the rest, and nothing is stored under it: a file without one is given one.
    return secretsSchema.parse({ ADMIN_API_KEY: makeSecrets().ADMIN_API_KEY, ...JSON.parse(text) });
  } catch {
    throw new StartProblem(`${file} is damaged. Bring back the file, or begin anew with "npm start -- --fresh", which deletes all data.`);
  }
}

function makeSecrets(): LocalSecrets {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    MASTER_KEY: hex(32),
    LOOKUP_KEY: hex(32),
    ISP_CLIENT_SECRET: hex(24),
    ISP_NOTIFICATION_SECRET: hex(24),
    ADMIN_API_KEY: hex(24),
    DEMO_API_KEY: `sk_test_${hex(24)}`,
    // The form that Standard Webhooks gives to a symmetric secret.
    DEMO_CALLBACK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  };
}
