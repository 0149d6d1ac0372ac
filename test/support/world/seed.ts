import { readFile } from 'node:fs/promises';
import type { Shared } from '../../../compose.ts';
import type { Tier } from '../../../domain/offers.ts';
import { createGridUseCases } from '../../../usecases/payout-grid.ts';
import type { Scope } from '../../../usecases/types.ts';
import { newId } from '../../../vault/ids.ts';

export const CALLBACK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export type DemoMerchant = {
  scope: Scope;
  api_key: string;
  live_key: string;
  one_shot: string;
  rebilling: string;
  offers: Record<'week' | 'month' | 'quarter', string>;
};

export const EXAMPLE_GRID = new URL('../../../docs/examples/payout-grid.csv', import.meta.url);

/** A merchant with a test key, a live key and the two demo documents, and the example of a payout grid. */
export async function seedMerchant(
  { unitOfWork, vault }: Pick<Shared, 'unitOfWork' | 'vault'>,
  { callback_url, tier, name, with_grid = true }: { callback_url: string | null; tier: Tier; name?: string; with_grid?: boolean },
): Promise<DemoMerchant> {
  const created_at = new Date();
  const merchant_id = newId('mer');
  const keys = { test: `sk_test_${newId('key')}`, live: `sk_live_${newId('key')}` };
  const scope: Scope = { merchant_id, merchant_name: name ?? 'Le Journal de Demain', tier, mode: 'test', key_id: newId('key') };
  const offers = { week: newId('off'), month: newId('off'), quarter: newId('off') };
  const documents = { one_shot: newId('doc'), rebilling: newId('doc') };
  await unitOfWork.transaction(async (stores) => {
    await stores.merchants.insert({ id: merchant_id, name: scope.merchant_name, tier, created_at });
    for (const mode of ['test', 'live'] as const) {
      const id = mode === 'test' ? scope.key_id : newId('key');
      await stores.merchants.insertKey({
        id,
        merchant_id,
        mode,
        key_hash: vault.lookupHash('api_key', keys[mode]),
        hint: mode,
        created_at,
        revoked_at: null,
      });
    }
    const secret_sealed = vault.sealForPlatform(CALLBACK_SECRET);
    await stores.merchants.insertCallbackSecret({ id: newId('sec'), merchant_id, secret_sealed, created_at });
    const common = {
      merchant_id,
      mode: 'test',
      site_url: 'https://journal.example',
      locale: 'fr',
      callback_url,
      callback_disabled_at: null,
      created_at,
      updated_at: created_at,
    } as const;
    await stores.documents.insert({
      ...common,
      id: documents.one_shot,
      kind: 'one_shot',
      name: 'Articles',
      price_cents: 300n,
      max_codes: 10,
    });
    await stores.documents.insert({
      ...common,
      id: documents.rebilling,
      kind: 'rebilling',
      name: 'Abonnés',
      price_cents: null,
      max_codes: null,
    });
    await stores.documents.insertOffers([
      { id: offers.week, document_id: documents.rebilling, period: 'week', price_cents: 500n, position: 0, archived_at: null },
      { id: offers.month, document_id: documents.rebilling, period: 'month', price_cents: 1_000n, position: 1, archived_at: null },
      { id: offers.quarter, document_id: documents.rebilling, period: 'quarter', price_cents: 2_500n, position: 2, archived_at: null },
    ]);
    for (const id of [documents.one_shot, documents.rebilling]) await stores.documents.keepVersion(id, created_at);
  });
  if (with_grid)
    await createGridUseCases({ unitOfWork, now: () => created_at }).importGrid(await readFile(EXAMPLE_GRID, 'utf8'), { dry_run: false });
  return { scope, api_key: keys.test, live_key: keys.live, ...documents, offers };
}
