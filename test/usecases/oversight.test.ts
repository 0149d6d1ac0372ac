import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ISPS } from '../../domain/isps.ts';
import { createOversight } from '../../usecases/oversight/index.ts';
import type { OversightUseCases } from '../../usecases/oversight/types.ts';
import { newId } from '../../vault/ids.ts';
import { Books, declined, plus, succeeded, UNCLEAR } from '../billing/support.ts';

const NOW = new Date('2026-11-26T09:30:00Z');
const minutes = (count: number) => plus(NOW, count * 60_000);
const HOUR = 60;
const DAY = 24 * HOUR;

let books: Books;
let oversight: OversightUseCases;
/** Switches for what is outside of our tables. */
const outside = { circuit: 'closed' as 'closed' | 'open', temporal_answers: true };

beforeAll(async () => {
  books = await Books.open();
  const { unitOfWork } = books;
  const isp = { health: () => ({ circuit: outside.circuit, calls_free: 40 }) };
  const now = () => NOW;
  const sources = {
    unitOfWork,
    now,
    isps: Object.fromEntries(ISPS.map((name) => [name, isp])) as never,
    workers: { read: async () => [] },
    schedules: {
      read: async () =>
        outside.temporal_answers ? ISPS.map((name) => ({ isp: name, state: 'running' as const, note: null, next_at: null })) : undefined,
    },
  };
  oversight = createOversight(sources);
});

afterAll(async () => {
  await books.close();
});

/** A purchase that was sent at some minute and came to this; answers its charge. */
async function sold(
  minute: number,
  result: Parameters<Books['settlePurchase']>[1],
  isp: 'free' | 'alice' | 'sfr' = 'free',
): Promise<string> {
  const id = await books.purchase({ at: minutes(minute), isp });
  await books.openPurchase(id, minutes(minute));
  await books.settlePurchase(id, result, plus(minutes(minute), 400));
  return id;
}

describe('doubts', () => {
  test('come the oldest first, each with how it becomes known and when it ends', async () => {
    const young = await sold(-5, UNCLEAR, 'alice');
    const old = await sold(-2 * DAY, UNCLEAR, 'sfr');
    const { doubts } = await oversight.doubts();
    expect(doubts.map(({ subject, workflow_id }) => [subject, workflow_id])).toEqual([
      [old, old],
      [young, young],
    ]);
    const [first, second] = doubts;
    expect(first).toMatchObject({ kind: 'charge', isp: 'sfr', mode: 'test', asked_by: 'list', looks: 0, amount_cents: 600n });
    expect(first?.absence_proves_at).toEqual(minutes(-2 * DAY + 15));
    expect(first?.ends_at).toEqual(plus(minutes(5 * DAY), 400));
    expect([second?.asked_by, second?.absence_proves_at?.toISOString()]).toEqual(['statement', '2026-11-27T05:00:00.000Z']);
  });
});

describe('the ISPs', () => {
  test('are told by the attempts of the last hour and day', async () => {
    await sold(-20, succeeded());
    await sold(-30, succeeded());
    await sold(-40, declined('line_suspended'));
    await sold(-5 * HOUR, declined('insufficient_ceiling'));
    await sold(-30 * HOUR, succeeded());
    const free = (await oversight.isps()).isps.find(({ isp }) => isp === 'free');
    expect(free?.hour).toEqual({
      ...{ attempts: 3, succeeded: 2, declined: 1, unclear: 0, not_sent: 0, p50_ms: 400, p95_ms: 400 },
      declines: [{ reason: 'line_suspended', count: 1 }],
    });
    expect(free?.day).toMatchObject({ attempts: 4, declined: 2 });
    expect((await oversight.isps()).isps.find(({ isp }) => isp === 'alice')?.hour).toMatchObject({ attempts: 1, unclear: 1, p50_ms: null });
  });
});

describe('letters', () => {
  const letterOf = async (purchase: string) => (await books.mails(purchase))[0]?.id ?? '';
  const fail = (id: string, last_error: string) =>
    books.unitOfWork.transaction((stores) =>
      stores.mails.update(id, { status: 'failed', attempts: 16, next_attempt_at: null, last_error }),
    );

  test('that were given up are queued again one by one or all at once, but never where nobody can read the address', async () => {
    const [once, refused, erased] = [await sold(-20, succeeded()), await sold(-20, succeeded()), await sold(-20, succeeded())];
    const letters = { once: await letterOf(once), refused: await letterOf(refused), erased: await letterOf(erased) };
    await fail(letters.once, 'ECONNECTION');
    await fail(letters.refused, 'EENVELOPE 550');
    await fail(letters.erased, 'the buyer was erased');
    const outlooks = (await oversight.deliveries()).letters.map(({ id, outlook }) => [id, outlook]);
    expect(Object.fromEntries(outlooks)).toEqual({ [letters.once]: 'retryable', [letters.refused]: 'refused', [letters.erased]: 'erased' });

    expect(await oversight.queueLettersAgain()).toBe(1);
    expect(await oversight.queueLetterAgain(letters.once)).toBe(false);
    expect(await oversight.queueLetterAgain(letters.erased)).toBe(false);
    expect(await oversight.queueLetterAgain(letters.refused)).toBe(true);
    expect((await books.mails(refused))[0]).toMatchObject({ status: 'queued', attempts: 0 });
    expect((await oversight.deliveries()).letters.map(({ id }) => id)).toEqual([letters.erased]);
  });
});

describe('callbacks', () => {
  test('are counted by endpoint, with its last answer, and without what its address may hide', async () => {
    const subjects = [await sold(-9, succeeded()), await sold(-8, succeeded())];
    const events = (await Promise.all(subjects.map((id) => books.events(id)))).flat();
    const [failed, retrying] = events;
    const callback_url = 'https://shop.example/hook?token=secret';
    await books.unitOfWork.transaction(async (stores) => {
      await stores.events.update(failed?.id ?? '', { delivery_status: 'failed', callback_url });
      await stores.events.update(retrying?.id ?? '', { delivery_status: 'retrying', callback_url });
      const delivery = { latency_ms: 9, response_head: 'anna@example.org', error: null };
      await stores.events.insertDelivery({ ...delivery, event_id: retrying?.id ?? '', attempted_at: minutes(-7), response_status: 500 });
      await stores.events.insertDelivery({ ...delivery, event_id: retrying?.id ?? '', attempted_at: minutes(-6), response_status: 503 });
    });
    expect((await oversight.deliveries()).endpoints).toEqual([
      expect.objectContaining({
        address: 'https://shop.example/hook',
        retrying: 1,
        failed: 1,
        failed_lately: 1,
        newest_event: retrying?.id,
      }),
    ]);
    expect((await oversight.deliveries()).endpoints[0]?.last).toEqual({ at: minutes(-6), status: 503, error: null });
    const found = await oversight.find(retrying?.id ?? '');
    expect(found.lists[0]?.rows.map(({ response_status }) => response_status)).toEqual([500, 503]);
    expect(JSON.stringify(found, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(/secret|anna/);
  });
});

describe('what is overdue', () => {
  test('is told by the rows: renewals that were not charged, and ends that their ISP has not confirmed', async () => {
    const late = await books.subscription({ anchor: minutes(-3 * HOUR) });
    const ended = await books.subscription({ anchor: minutes(-DAY) });
    await books.rows(
      "update subscription set status = 'ended', ended_at = ?, end_reason = 'unsubscribed', next_charge_at = null where id = ?",
      [minutes(-30), ended],
    );
    const { overdue, ends } = await oversight.deliveries();
    expect(overdue.map(({ id, kind }) => [id, kind])).toContainEqual([late, 'subscription']);
    expect(ends).toEqual([{ id: ended, isp: 'free', mode: 'test', ended_at: minutes(-30), end_reason: 'unsubscribed' }]);
  });
});

describe('the overview', () => {
  test('names what needs a person, the most pressing first', async () => {
    await books.rows("insert into reconciliation (isp, day, runs, first_run_at, completed_at) values ('sfr', '2026-11-20', 1, ?, ?)", [
      NOW,
      NOW,
    ]);
    const row = { isp: 'sfr', day: '2026-11-20', details: {}, opened_at: NOW } as const;
    await books.unitOfWork.transaction(async (stores) => {
      await stores.discrepancies.insert({ ...row, id: newId('dsc'), kind: 'amount_differs', subject: 'a' });
      await stores.discrepancies.insert({ ...row, id: newId('dsc'), kind: 'charged_twice', subject: 'b' });
    });
    outside.temporal_answers = false;
    outside.circuit = 'open';
    const { concerns, counts } = await oversight.overview();
    const kinds = concerns.map(({ kind }) => kind);
    expect(kinds.slice(0, 4)).toEqual(['owed_to_buyers', 'discrepancies', 'temporal_silent', 'isp_left_alone']);
    expect(kinds).toEqual(expect.arrayContaining(['not_reconciled', 'ends_unfinished', 'overdue', 'callbacks_failed']));
    expect(counts).toMatchObject({ doubts: 2, refunds_in_doubt: 0, discrepancies: 2 });
  });
});

describe('looking up', () => {
  test('finds by id, by our reference and by the ISP’s own name, and shows nothing of the buyer', async () => {
    const result = succeeded('pay-of-the-isp');
    const purchase = await sold(-15, result);
    const charge = await books.chargeOf(purchase);
    const row = await books.unitOfWork.read((stores) => stores.purchases.get(purchase));
    const found = await oversight.find(` ${purchase} `);
    expect(found).toMatchObject({
      id: purchase,
      kind: 'purchase',
      workflow_id: purchase,
      fields: { status: 'completed', amount_cents: 600n },
    });
    expect(found.lists.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['Charges', 1],
      ['Refunds', 0],
      ['Events', 1],
      ['Letters', 1],
    ]);
    expect((await oversight.find(row.reference)).id).toBe(purchase);
    expect((await oversight.find('pay-of-the-isp')).id).toBe(charge?.id);
    const shown = Object.keys({ ...found.fields, ...(await oversight.find(charge?.id ?? '')).fields });
    expect(shown.filter((name) => /buyer|email|token|sealed|hash|client_reference/.test(name))).toEqual([]);
  });

  test.each(['', 'pur_none', 'nothing at all', "' or 1=1 --", 'key_01k0000000000000000000000'])('%j is nothing of ours', async (name) => {
    await expect(oversight.find(name)).rejects.toThrow('Nothing has this id or reference.');
  });
});
