import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../db/database.ts';
import { createUnitOfWork, type UnitOfWork } from '../../db/unit-of-work.ts';
import { newId, publicReference } from '../../vault/ids.ts';
import { createVault } from '../../vault/vault.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type DemoMerchant, seedMerchant } from '../support/world/seed.ts';
import { SECRETS } from '../support/world/world.ts';

let test_database: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;
let merchant: DemoMerchant;
let buyer_id: string;

const vault = createVault({ master_key: SECRETS.MASTER_KEY, lookup_key: SECRETS.LOOKUP_KEY });
const now = new Date('2026-05-10T08:00:00Z');

beforeAll(async () => {
  test_database = await createTestDatabase();
  database = await openDatabase({ url: test_database.url, pool_max: 30 });
  unitOfWork = createUnitOfWork(database);
  merchant = await seedMerchant({ unitOfWork, vault }, { callback_url: null, tier: 'premium' });
  buyer_id = (await findBuyer('sr_of_all')).id;
});

afterAll(async () => {
  await database?.close();
  await test_database?.drop();
});

const findBuyer = (subscriber: string) =>
  unitOfWork.transaction((stores) =>
    stores.buyers.findOrInsert({
      id: newId('buy'),
      isp: 'free',
      subscriber_hash: vault.lookupHash('subscriber', subscriber),
      key_wrapped: vault.newWrappedKey(),
      created_at: now,
    }),
  );

async function writePurchase(): Promise<string> {
  const id = newId('pur');
  await unitOfWork.transaction((stores) =>
    stores.purchases.insert({
      id,
      reference: publicReference(id),
      merchant_id: merchant.scope.merchant_id,
      mode: 'test',
      document_id: merchant.one_shot,
      buyer_id,
      isp: 'free',
      quantity: 1,
      unit_price_cents: 300n,
      amount_cents: 300n,
      locale: 'fr',
      client_reference: null,
      email_sealed: vault.sealForPlatform('x'),
      token_hash: vault.lookupHash('subscriber_token', id),
      token_sealed: null,
      status: 'processing',
      decline_reason: null,
      created_at: now,
      completed_at: null,
    }),
  );
  return id;
}

/** A charge of a purchase, as the engine writes it, with what a test changes about it. */
function chargeRow(purchase_id: string, change: object = {}) {
  return {
    id: newId('chg'),
    key: purchase_id,
    reference: publicReference(newId('chg')),
    merchant_id: merchant.scope.merchant_id,
    mode: 'test' as const,
    document_id: merchant.one_shot,
    buyer_id,
    purchase_id,
    subscription_id: null,
    period_index: null,
    period_start: null,
    period_end: null,
    isp: 'free' as const,
    amount_cents: 300n,
    status: 'intent' as const,
    attempt: 1,
    isp_reference: null,
    decline_reason: null,
    decline_raw: null,
    due_at: now,
    booked_at: null,
    sent_at: null,
    settled_at: null,
    in_doubt_at: null,
    doubt_looks: 0,
    next_look_at: null,
    escalated_at: null,
    created_at: now,
    ...change,
  };
}

const insertCharge = (row: ReturnType<typeof chargeRow>) => unitOfWork.transaction((stores) => stores.charges.insert(row));
const succeeded = (isp_reference: string) => ({ status: 'succeeded', isp_reference, settled_at: now, sent_at: now });

describe('PostgreSQL itself refuses', () => {
  test('a second charge of one purchase', async () => {
    const purchase = await writePurchase();
    await insertCharge(chargeRow(purchase));
    await expect(insertCharge(chargeRow(purchase))).rejects.toThrow(/charge_key_unique/);
    await expect(insertCharge(chargeRow(purchase, { key: `${purchase}-again` }))).rejects.toThrow(
      /charge_has_one_subject|charge_purchase_id/,
    );
  });

  test.each([
    ['of nothing', { amount_cents: 0n }, /charge_amount_is_legal/],
    ['above EUR 50', { amount_cents: 5_001n }, /charge_amount_is_legal/],
    [
      'that succeeded without the ISP knowing it',
      { status: 'succeeded', settled_at: now, sent_at: now },
      /charge_success_is_known_to_the_isp/,
    ],
    ['that is sent without an instant', { status: 'sent' }, /charge_sent_has_an_instant/],
    ['in a state that there is not', { status: 'maybe', sent_at: now }, /charge_status_check/],
    ['of a purchase and of a period at once', { period_index: 3 }, /charge_has_one_subject/],
  ])('a charge %s', async (_what, change, constraint) => {
    const purchase = await writePurchase();
    await expect(insertCharge(chargeRow(purchase, change))).rejects.toThrow(constraint);
  });

  test('one payment of an ISP for two charges', async () => {
    const [first, second] = [await writePurchase(), await writePurchase()];
    await insertCharge(chargeRow(first, succeeded('pay_1')));
    await expect(insertCharge(chargeRow(second, succeeded('pay_1')))).rejects.toThrow(/charge_isp_reference_unique/);
  });

  test('an offer above its ceiling', async () => {
    const offer = {
      id: newId('off'),
      document_id: merchant.rebilling,
      period: 'week',
      price_cents: 501n,
      position: 9,
      archived_at: null,
    } as const;
    await expect(unitOfWork.transaction((stores) => stores.documents.insertOffers([offer]))).rejects.toThrow(/offer_price_within_ceiling/);
  });

  test('a purchase above EUR 30', async () => {
    const id = await writePurchase();
    const change = { quantity: 11, amount_cents: 3_300n };
    await expect(unitOfWork.transaction((stores) => stores.purchases.update(id, change))).rejects.toThrow(/purchase_total_within_ceiling/);
  });
});

describe('at once', () => {
  const times = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));

  test('50 that use up one code leave it to exactly one', async () => {
    const purchase_id = await writePurchase();
    const id = newId('cod');
    const code = {
      id,
      merchant_id: merchant.scope.merchant_id,
      mode: 'test',
      document_id: merchant.one_shot,
      buyer_id,
      purchase_id,
      subscription_id: null,
      code_hash: vault.lookupHash('code', id),
      code_sealed: vault.sealForPlatform('x'),
      used_at: null,
      used_by: null,
      created_at: now,
    } as const;
    await unitOfWork.transaction((stores) => stores.codes.insert([code]));
    const used = await times(50, () =>
      unitOfWork.transaction((stores) => stores.codes.consume(id, { used_at: now, used_by: newId('cod') })),
    );
    expect(used.filter((got_it) => got_it)).toHaveLength(1);
  });

  test('20 that meet a new subscriber make one buyer', async () => {
    const buyers = await times(20, () => findBuyer('sr_of_twenty'));
    expect(new Set(buyers.map(({ id }) => id)).size).toBe(1);
  });

  test('20 with one Idempotency-Key let one through', async () => {
    const claims = await times(20, () =>
      unitOfWork.transaction((stores) =>
        stores.requests.claim({
          merchant_id: merchant.scope.merchant_id,
          mode: 'test',
          key: 'one-key',
          request_hash: vault.lookupHash('request', 'x'),
          resource_id: newId('pur'),
          locked_until: now,
          response_status: null,
          response_sealed: null,
          created_at: now,
        }),
      ),
    );
    expect(claims.filter((got_it) => got_it)).toHaveLength(1);
  });
});
