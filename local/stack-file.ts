import type { Addresses } from './addresses.ts';
import { DEMO_MERCHANT_EMAIL } from './demo-user.ts';
import { writeJsonFile } from './json-file.ts';
import type { LocalSecrets } from './secrets.ts';
import type { SeedResult } from './seeding.ts';

export interface StackDescription {
  addresses: Addresses;
  namespace: string;
  secrets: LocalSecrets;
  seed: SeedResult;
  pids: Record<string, number>;
  started_at: string;
}

/** Tells scripts and tests where the stack stands and as whom to call it. It is there exactly while everything is ready. */
export async function writeStackFile(
  file: string,
  { addresses, namespace, secrets, seed, pids, started_at }: StackDescription,
): Promise<void> {
  await writeJsonFile(file, {
    api: addresses.api,
    docs: `${addresses.api}/docs`,
    admin: addresses.admin,
    admin_api_key: secrets.ADMIN_API_KEY,
    isps: { base: addresses.isps },
    temporal: { address: addresses.temporal, namespace, ui: addresses.temporal_ui },
    mail: addresses.mail,
    shop: addresses.shop,
    database: addresses.database,
    merchant: {
      id: seed.merchant_id,
      tier: 'premium',
      api_key: secrets.DEMO_API_KEY,
      callback_secret: secrets.DEMO_CALLBACK_SECRET,
      email: DEMO_MERCHANT_EMAIL,
    },
    documents: seed.documents,
    pids,
    started_at,
  });
}
