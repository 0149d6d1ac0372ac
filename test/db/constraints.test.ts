import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withClient } from '../../local/postgres/client.ts';
import { newId } from '../../vault/ids.ts';
import { Books, declined, plus, succeeded } from '../billing/support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');

let books: Books;
const ids: Record<string, string> = {};

beforeAll(async () => {
  books = await Books.open();
  ids.purchase = await books.purchase({ at: NOW });
  ids['other purchase'] = await books.purchase({ at: NOW });
  await books.openPurchase(ids.purchase, NOW);
  await books.settlePurchase(ids.purchase, succeeded('isp-payment-1'), NOW);
  ids.subscription = await books.subscription({ anchor: NOW });
  await books.charge({ id: ids.subscription, index: 0, at: NOW });
  ids['charge of purchase'] = (await books.chargeOf(ids.purchase))?.id ?? '';
  const step = await books.openPeriod({ id: ids.subscription, index: 1, at: plus(NOW, 31 * 86_400_000) });
  if (step.step === 'send') ids['charge of period'] = step.charge.id;
  await books.settlePeriod(ids['charge of period'] ?? '', declined('unknown'), plus(NOW, 31 * 86_400_000));
  ids.offer = books.merchant.offers.week;
  ids.code = (await books.rows<{ id: string }>('select id from code where purchase_id = ?', [ids.purchase]))[0]?.id ?? '';
  ids.event = (await books.events(ids.subscription))[0]?.id ?? '';
  ids.mail = (await books.mails(ids.subscription))[0]?.id ?? '';
});
afterAll(() => books.close());

/** The name of the constraint that refuses a copy of a row with some columns changed; undefined where none does. Nothing stays. */
async function copying(table: string, id: string, change: Record<string, unknown>): Promise<string | undefined> {
  return await attempt(
    `insert into ${table} select (jsonb_populate_record(original, $2::jsonb)).* from ${table} original where id = $1`,
    id,
    change,
  );
}

async function changing(table: string, id: string, change: Record<string, unknown>): Promise<string | undefined> {
  const columns = Object.keys(change).join(', ');
  const values = Object.keys(change).map((column) => `changed.${column}`);
  return await attempt(
    `update ${table} t set (${columns}) = row(${values.join(', ')}) from jsonb_populate_record(null::${table}, $2::jsonb) changed where t.id = $1`,
    id,
    change,
  );
}

async function attempt(sql: string, id: string, change: Record<string, unknown>): Promise<string | undefined> {
  return await withClient(books.url, async (client) => {
    await client.query('begin');
    try {
      const { rowCount } = await client.query(sql, [id, JSON.stringify(change)]);
      if (rowCount !== 1) throw new Error(`there is no row ${id}`);
      return undefined;
    } catch (error) {
      const { constraint } = error as { constraint?: string };
      if (constraint === undefined) throw error;
      return constraint;
    } finally {
      await client.query('rollback');
    }
  });
}

const id = (name: string): string => ids[name] ?? name;
const fresh = (row: Record<string, unknown>) => ({ id: newId('chg'), ...row });

describe('PostgreSQL refuses', () => {
  test.each<[string, string, string, () => Record<string, unknown>, string]>([
    // what                                          table          copy of               with                                                          by
    [
      'a second charge of a purchase',
      'charge',
      'charge of purchase',
      () => fresh({ reference: 'x', isp_reference: null, status: 'intent' }),
      'charge_key_unique',
    ],
    ['the same, whatever its key', 'charge', 'charge of purchase', () => fresh({ reference: 'x', key: 'other' }), 'charge_has_one_subject'],
    [
      'a second charge of a period',
      'charge',
      'charge of period',
      () => fresh({ reference: 'x', key: `${id('subscription')}:1` }),
      'charge_key_unique',
    ],
    ['a charge of nothing', 'charge', 'charge of purchase', () => fresh({ reference: 'x', purchase_id: null }), 'charge_has_one_subject'],
    [
      'a charge of two things',
      'charge',
      'charge of purchase',
      () => fresh({ reference: 'x', subscription_id: id('subscription') }),
      'charge_has_one_subject',
    ],
    [
      'two charges under one reference',
      'charge',
      'charge of purchase',
      () => fresh({ purchase_id: id('other purchase'), key: id('other purchase'), isp_reference: null, status: 'sent' }),
      'charge_reference_unique',
    ],
    [
      'one payment of an ISP for two charges',
      'charge',
      'charge of purchase',
      () => fresh({ reference: 'x', purchase_id: id('other purchase'), key: id('other purchase') }),
      'charge_isp_reference_unique',
    ],
    [
      'a charge of a purchase that there is not',
      'charge',
      'charge of purchase',
      () => fresh({ reference: 'x', purchase_id: 'pur_none', key: 'pur_none', isp_reference: 'y' }),
      'charge_purchase_id_foreign',
    ],
    ['a second event with one number', 'event', 'event', () => ({ id: newId('evt') }), 'event_subscription_id_sequence_unique'],
    ['a second letter of one occasion', 'mail', 'mail', () => ({ id: newId('mail') }), 'mail_kind_subject_id_occasion_unique'],
    ['one code twice', 'code', 'code', () => ({ id: newId('cod') }), 'code_code_hash_unique'],
    ['two purchases with one token', 'purchase', 'purchase', () => ({ id: newId('pur'), reference: 'x' }), 'purchase_token_hash_unique'],
    [
      'two purchases under one reference',
      'purchase',
      'purchase',
      () => ({ id: newId('pur'), token_hash: '\\x01' }),
      'purchase_reference_unique',
    ],
    [
      'two subscriptions on one mandate',
      'subscription',
      'subscription',
      () => ({ id: newId('sub'), reference: 'x', token_hash: '\\x01', unsubscribe_token_hash: '\\x01' }),
      'subscription_isp_mandate_reference_unique',
    ],
  ])('%s', async (_what, table, original, change, constraint) => {
    expect(await copying(table, id(original), change())).toBe(constraint);
  });

  test.each<[string, string, string, Record<string, unknown>, string | undefined]>([
    // what                                  table            row                   change                                   by
    ['an amount above EUR 50.00', 'charge', 'charge of purchase', { amount_cents: 5_001 }, 'charge_amount_is_legal'],
    ['an amount of nothing', 'charge', 'charge of purchase', { amount_cents: 0 }, 'charge_amount_is_legal'],
    ['a negative amount', 'charge', 'charge of purchase', { amount_cents: -1 }, 'charge_amount_is_legal'],
    [
      "a success without the ISP's reference",
      'charge',
      'charge of purchase',
      { isp_reference: null },
      'charge_success_is_known_to_the_isp',
    ],
    ['a success without its instant', 'charge', 'charge of purchase', { settled_at: null }, 'charge_success_is_known_to_the_isp'],
    ['a sent charge without its instant', 'charge', 'charge of period', { status: 'sent', sent_at: null }, 'charge_sent_has_an_instant'],
    ['a status that there is not', 'charge', 'charge of period', { status: 'maybe' }, 'charge_status_check'],
    ['an ISP that there is not', 'charge', 'charge of period', { isp: 'nordnet' }, 'charge_isp_check'],
    ['a reason beyond the closed list', 'charge', 'charge of period', { decline_reason: 'mood' }, 'charge_decline_reason_check'],
    ['a weekly offer above EUR 5.00', 'offer', 'offer', { price_cents: 501 }, 'offer_price_within_ceiling'],
    ['a monthly offer above EUR 10.00', 'offer', 'offer', { period: 'month', price_cents: 1_001 }, 'offer_price_within_ceiling'],
    ['a quarterly offer above EUR 25.00', 'offer', 'offer', { period: 'quarter', price_cents: 2_501 }, 'offer_price_within_ceiling'],
    ['an offer for nothing', 'offer', 'offer', { price_cents: 0 }, 'offer_price_within_ceiling'],
    [
      'a purchase above EUR 30.00',
      'purchase',
      'purchase',
      { unit_price_cents: 3_001, amount_cents: 3_001, quantity: 1 },
      'purchase_total_within_ceiling',
    ],
    ['a total that is not the sum', 'purchase', 'purchase', { amount_cents: 599 }, 'purchase_total_is_sum'],
    ['a purchase of no code', 'purchase', 'purchase', { quantity: 0, amount_cents: 0 }, 'purchase_total_is_sum'],
    ['an end without an instant', 'subscription', 'subscription', { status: 'ended' }, 'subscription_end_is_whole'],
    [
      'an end without a reason',
      'subscription',
      'subscription',
      { status: 'ended', ended_at: NOW, next_charge_at: null },
      'subscription_end_is_whole',
    ],
    [
      'an end with a charge ahead',
      'subscription',
      'subscription',
      { status: 'ended', ended_at: NOW, end_reason: 'unsubscribed', next_charge_at: NOW },
      'subscription_end_is_whole',
    ],
    [
      'an instant of an end on a life',
      'subscription',
      'subscription',
      { ended_at: NOW, end_reason: 'unsubscribed', next_charge_at: null },
      'subscription_end_is_whole',
    ],
    ['a code of nothing', 'code', 'code', { purchase_id: null }, 'code_has_one_subject'],
    ['nothing about a charge of exactly EUR 50.00', 'charge', 'charge of purchase', { amount_cents: 5_000 }, undefined],
    ['nothing about an offer at its ceiling', 'offer', 'offer', { price_cents: 500 }, undefined],
    [
      'nothing about a whole end',
      'subscription',
      'subscription',
      { status: 'ended', ended_at: NOW, end_reason: 'declined', next_charge_at: null },
      undefined,
    ],
  ])('%s', async (_what, table, row, change, constraint) => {
    expect(await changing(table, id(row), change)).toBe(constraint);
  });
});

test('a charge moves only along the arrows, and only from where it was seen', async () => {
  const charge = await books.unitOfWork.read((stores) => stores.charges.get(id('charge of purchase')));
  const move = (from: typeof charge, to: 'sent' | 'intent') => books.unitOfWork.transaction((stores) => stores.charges.move(from, to));
  await expect(move(charge, 'sent')).rejects.toThrow('a charge never goes from succeeded to sent');
  await expect(move({ ...charge, status: 'sent' }, 'intent')).rejects.toThrow('was no longer sent');
});

describe('a consent', () => {
  const popup = { channel: 'checkout', checkout_id: 'chk_1', text_version: 'ab'.repeat(32), accepted_at: NOW, isp_page: {} };
  const api = { channel: 'api', checkout_id: null, text_version: null, accepted_at: null, isp_page: null };

  /** The constraint that refuses this consent; undefined where none does. Nothing stays. */
  async function insertConsent(change: Record<string, unknown>): Promise<string | undefined> {
    return await withClient(books.url, async (client) => {
      const names = { merchant_name: 'Le Journal', document_name: 'Abonnés', site_url: 'https://a.example', ceiling_cents: 1_000 };
      const row = {
        subscription_id: id('subscription'),
        ...names,
        shown_at: null,
        token_presented_at: NOW,
        mandate_made_at: null,
        ...change,
      };
      const insert = 'insert into consent select (jsonb_populate_record(null::consent, $1::jsonb)).*';
      await client.query('begin');
      try {
        await client.query(`insert into checkout select (jsonb_populate_record(null::checkout, $1::jsonb)).*`, [
          JSON.stringify({
            id: 'chk_1',
            merchant_id: 'mer_1',
            mode: 'test',
            document_id: books.merchant.rebilling,
            locale: 'fr',
            purchase_id: 'pur_1',
            subscription_id: 'sub_1',
            expires_at: NOW,
            created_at: NOW,
          }),
        ]);
        await client.query("insert into consent_text values ($1, 'fr', 'J’accepte.', $2)", ['ab'.repeat(32), NOW]);
        await client.query(insert, [JSON.stringify(row)]);
        return undefined;
      } catch (error) {
        return (error as { constraint?: string }).constraint ?? String(error);
      } finally {
        await client.query('rollback');
      }
    });
  }

  test.each([
    ['of a sale in the checkout', popup, undefined],
    ['of a sale through the API', api, undefined],
    ['in the checkout to no text', { ...popup, text_version: null }, 'consent_is_whole'],
    ['in the checkout that was never confirmed', { ...popup, accepted_at: null }, 'consent_is_whole'],
    ['in no checkout', { ...popup, checkout_id: null }, 'consent_is_whole'],
    ['through the API to a text that we never showed', { ...api, text_version: 'ab'.repeat(32) }, 'consent_is_whole'],
    ['through the API that claims an instant', { ...api, shown_at: NOW }, 'consent_is_whole'],
    ['to a text that is not kept', { ...popup, text_version: 'cd'.repeat(32) }, 'consent_text_version_foreign'],
    ['in a checkout that there is not', { ...popup, checkout_id: 'chk_2' }, 'consent_checkout_id_foreign'],
    ['to no subscription', { ...api, subscription_id: 'sub_none' }, 'consent_subscription_id_foreign'],
    ['by mail', { ...api, channel: 'mail' }, 'consent_channel_check'],
  ])('%s: %j', async (_what, change, constraint) => {
    expect(await insertConsent(change)).toBe(constraint);
  });
});
