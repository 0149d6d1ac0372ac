import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { openDatabase } from '../db/database.ts';
import type { Stores } from '../db/stores/index.ts';
import { createUnitOfWork, type UnitOfWork } from '../db/unit-of-work.ts';
import { addMerchantUser } from '../usecases/merchant-users.ts';
import { createGridUseCases } from '../usecases/payout-grid.ts';
import { createVault } from '../vault/vault.ts';
import { DEMO_MERCHANT_EMAIL } from './demo-user.ts';

/**
 * The demo merchant with its two documents (contract.md, "Local stack") and its person, and the example of a payout grid. Ids are derived from the API key, so seeding
 * again finds what is there. Prints one line of JSON for the parent.
 */
const settings = z
  .object({
    DATABASE_URL: z.string(),
    MASTER_KEY: z.string(),
    LOOKUP_KEY: z.string(),
    DEMO_API_KEY: z.string().startsWith('sk_test_'),
    DEMO_CALLBACK_SECRET: z.string().startsWith('whsec_'),
    DEMO_CALLBACK_URL: z.url(),
  })
  .parse(process.env);

const EXAMPLE_GRID = new URL('../docs/examples/payout-grid.csv', import.meta.url);
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id in the usual form, the same for one API key and name: 26 symbols of a hash. */
function derivedId(prefix: string, name: string): string {
  const digest = createHash('sha256').update(`${settings.DEMO_API_KEY}/${name}`).digest();
  return `${prefix}_${[...digest.subarray(0, 26)].map((byte) => ALPHABET[byte % 32]).join('')}`;
}

const ids = {
  merchant: derivedId('mer', 'merchant'),
  key: derivedId('key', 'key'),
  secret: derivedId('sec', 'secret'),
  one_shot: derivedId('doc', 'one_shot'),
  rebilling: derivedId('doc', 'rebilling'),
};

const vault = createVault({ master_key: settings.MASTER_KEY, lookup_key: settings.LOOKUP_KEY });

async function seed(stores: Stores): Promise<void> {
  if (await stores.merchants.find(ids.merchant)) return;
  const created_at = new Date();
  await stores.merchants.insert({ id: ids.merchant, name: 'Le Journal de Demain', tier: 'premium', created_at });
  await stores.merchants.insertKey({
    id: ids.key,
    merchant_id: ids.merchant,
    mode: 'test',
    key_hash: vault.lookupHash('api_key', settings.DEMO_API_KEY),
    hint: `${settings.DEMO_API_KEY.slice(0, 8)}…${settings.DEMO_API_KEY.slice(-4)}`,
    created_at,
    revoked_at: null,
  });
  const secret_sealed = vault.sealForPlatform(settings.DEMO_CALLBACK_SECRET);
  await stores.merchants.insertCallbackSecret({ id: ids.secret, merchant_id: ids.merchant, secret_sealed, created_at });
  const document = {
    merchant_id: ids.merchant,
    mode: 'test',
    site_url: new URL(settings.DEMO_CALLBACK_URL).origin,
    locale: 'fr',
    callback_url: settings.DEMO_CALLBACK_URL,
    callback_disabled_at: null,
    created_at,
    updated_at: created_at,
  } as const;
  await stores.documents.insert({
    ...document,
    id: ids.one_shot,
    kind: 'one_shot',
    name: 'Articles à la carte',
    price_cents: 300n,
    max_codes: 10,
  });
  await stores.documents.insert({
    ...document,
    id: ids.rebilling,
    kind: 'rebilling',
    name: 'Espace abonnés',
    price_cents: null,
    max_codes: null,
  });
  const offers = [
    { period: 'week', price_cents: 500n },
    { period: 'month', price_cents: 1_000n },
    { period: 'quarter', price_cents: 2_500n },
  ] as const;
  await stores.documents.insertOffers(
    offers.map((offer, position) => ({
      id: derivedId('off', offer.period),
      document_id: ids.rebilling,
      ...offer,
      position,
      archived_at: null,
    })),
  );
  for (const id of [ids.one_shot, ids.rebilling]) await stores.documents.keepVersion(id, created_at);
}

/** A grid that somebody imported is left as it is. */
async function seedGrid(unitOfWork: UnitOfWork): Promise<void> {
  const grid = createGridUseCases({ unitOfWork, now: () => new Date() });
  if ((await grid.listGrid({})).length > 0) return;
  const imported = await grid.importGrid(await readFile(EXAMPLE_GRID, 'utf8'), { dry_run: false });
  if (imported.status === 'refused') throw new Error(`the example grid is refused: ${JSON.stringify(imported.problems)}`);
}

const database = await openDatabase({ url: settings.DATABASE_URL, pool_max: 1 });
try {
  const unitOfWork = createUnitOfWork(database);
  await unitOfWork.transaction(seed);
  await addMerchantUser(
    { unitOfWork, vault, now: () => new Date() },
    { merchant_id: ids.merchant, email: DEMO_MERCHANT_EMAIL, locale: 'fr' },
  );
  await seedGrid(unitOfWork);
} finally {
  await database.close();
}
process.stdout.write(`${JSON.stringify({ merchant_id: ids.merchant, documents: { one_shot: ids.one_shot, rebilling: ids.rebilling } })}\n`);
