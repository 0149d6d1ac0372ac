import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FAILURES_UNTIL_PROBED, probePauseMs, WORKFLOWS_PER_DOCUMENT_MAX } from '../../domain/callbacks.ts';
import { callbackLine } from '../../outbox/callback-line.ts';
import type { CallbackAnswer, CallbackSender } from '../../outbox/callback-messages.ts';
import { deliverEvent } from '../../outbox/deliver-event.ts';
import { startDispatcher } from '../../outbox/dispatcher.ts';
import { mayTryNow } from '../../outbox/endpoint-health.ts';
import { PER_DOCUMENT_MAX } from '../../outbox/turns.ts';
import { Books, plus } from '../billing/support.ts';
import { eventually } from '../support/world/eventually.ts';
import { seedMerchant } from '../support/world/seed.ts';
import { keptCallbacks, keptLog, paidPurchase } from './support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');
const LANES = { poll_ms: 20, batch: 32, concurrency: 32, hold_ms: 15_000 };

let books: Books;
let now: Date;
beforeEach(async () => {
  books = await Books.open();
  now = NOW;
});
afterEach(() => books.close());

const read = (event_id: string) => books.unitOfWork.read((stores) => stores.events.get(event_id));
const endpoint = (document_id = books.merchant.one_shot) => books.unitOfWork.read((stores) => stores.callbacks.endpoint(document_id));

/** More events of the same purchase, due as the first. */
async function copies(event_id: string, count: number): Promise<void> {
  await books.rows(
    `insert into event select (jsonb_populate_record(event, jsonb_build_object('id', event.id || '-' || copy))).*
       from event, generate_series(1, ?) copy where id = ?`,
    [count, event_id],
  );
}

/** A line whose deliveries are made by these means, and what it hands to workflows. */
function lineBy(callbacks: CallbackSender, clock = () => now) {
  const in_workflows: string[] = [];
  const line = callbackLine({
    unitOfWork: books.unitOfWork,
    now: clock,
    deliver: (event_id) => deliverEvent({ unitOfWork: books.unitOfWork, vault: books.vault, callbacks, now: clock }, event_id),
    retryLater: async (event_id) => void in_workflows.push(event_id),
  });
  const claim = (limit = 32) => line.claim({ now: clock(), held_until: plus(clock(), 15_000), limit });
  /** Everything that is due at this moment, one after the other. */
  const drain = async () => {
    const handled: string[] = [];
    for (let [id] = await claim(1); id !== undefined; [id] = await claim(1)) {
      await line.handle(id);
      handled.push(id);
    }
    return handled;
  };
  return { line, in_workflows, claim, drain };
}

describe('ten thousand callbacks to an endpoint that hangs', () => {
  test('hold up nobody else: another merchant is told while none of them has ended', async () => {
    const { event_id } = await paidPurchase(books, NOW);
    await copies(event_id, 9_999);
    const other = await seedMerchant(books, { callback_url: 'https://other.example/callbacks', tier: 'premium' });
    const told: string[] = [];
    let hanging = 0;
    let let_go: () => void = () => undefined;
    const release = new Promise<CallbackAnswer>((resolve) => {
      let_go = () => resolve({ status: undefined, head: null, latency_ms: 10_000, error: 'ETIMEDOUT' });
    });
    const post: CallbackSender['post'] = async ({ url }) => {
      if (url.startsWith('https://merchant.example')) {
        hanging += 1;
        return await release;
      }
      told.push(url);
      return { status: 204, head: '', latency_ms: 1, error: null };
    };
    const { line, in_workflows } = lineBy({ post, get: ({ url }) => post({ url, headers: {}, body: '' }) });
    const dispatcher = startDispatcher(line, { log: keptLog().log, now: () => now, settings: LANES });
    try {
      await eventually(() => expect(hanging).toBe(PER_DOCUMENT_MAX));
      const [mine] = await books.rows<{ id: string }>(
        `insert into event select (jsonb_populate_record(event, jsonb_build_object('id', 'evt_of_other', 'document_id', ?::text,
           'merchant_id', ?::text, 'next_attempt_at', ?::timestamptz))).* from event where id = ? returning id`,
        [other.one_shot, other.scope.merchant_id, now, event_id],
      );
      await eventually(async () => expect((await read(mine?.id ?? '')).delivery_status).toBe('delivered'));
      expect(told).toEqual(['https://other.example/callbacks']);
      expect(hanging).toBe(PER_DOCUMENT_MAX);
    } finally {
      let_go();
      await dispatcher.stop();
    }
    // Of ten thousand, as many have been tried as there are lanes for one document; a handful is in workflows, the rest waits for one probe.
    expect(hanging).toBeLessThanOrEqual(PER_DOCUMENT_MAX + FAILURES_UNTIL_PROBED);
    expect(in_workflows.length).toBeLessThanOrEqual(WORKFLOWS_PER_DOCUMENT_MAX);
    const [waiting] = await books.rows<{ count: string }>('select count(*) from event where next_attempt_at is not null');
    expect(Number(waiting?.count)).toBe(10_000 - in_workflows.length);
    expect(await endpoint()).toMatchObject({ failures_in_row: hanging, probe_at: expect.any(Date) });
  }, 60_000);
});

describe('an endpoint that fails', () => {
  const dead = () => keptCallbacks(Array<number>(10_000).fill(503));

  test('is tried by one callback at a time after five failures in a row, with growing pauses', async () => {
    await copies((await paidPurchase(books, NOW)).event_id, 99);
    const { callbacks, received } = dead();
    const { drain, in_workflows } = lineBy(callbacks);
    expect(await drain()).toHaveLength(FAILURES_UNTIL_PROBED);
    const seen: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      const { probe_at } = (await endpoint()) ?? {};
      seen.push((probe_at?.getTime() ?? 0) - now.getTime());
      now = plus(probe_at ?? now, -1);
      expect(await drain()).toEqual([]);
      now = plus(now, 1);
      expect(await drain()).toHaveLength(1);
    }
    expect(seen).toEqual([5_000, 15_000, 45_000, 135_000, 405_000, 900_000, 900_000, 900_000]);
    expect(received).toHaveLength(FAILURES_UNTIL_PROBED + 8);
    // Each probe is another callback: one that is never taken stands in nobody's way.
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(received.length);
    expect(in_workflows).toHaveLength(FAILURES_UNTIL_PROBED - 1);
  });

  test('is sent everything that waits once it takes a probe, several at once', async () => {
    await copies((await paidPurchase(books, NOW)).event_id, 29);
    const { callbacks } = keptCallbacks(Array<number>(7).fill(500));
    const { drain, claim, in_workflows } = lineBy(callbacks);
    await drain();
    for (let probe = 0; probe < 2; probe += 1) {
      now = (await endpoint())?.probe_at ?? now;
      await drain();
    }
    now = (await endpoint())?.probe_at ?? now;
    const [probe = ''] = await claim();
    expect(await claim()).toEqual([]);
    await lineBy(callbacks).line.handle(probe);
    expect(await endpoint()).toMatchObject({ failures_in_row: 0, failing_since: null, probe_at: null });
    expect((await lineBy(callbacks).claim()).length).toBe(PER_DOCUMENT_MAX);
    now = plus(now, 15_000);
    await drain();
    const rows = await books.rows<{ delivery_status: string; count: string }>(
      'select delivery_status, count(*) from event group by delivery_status order by 1',
    );
    expect(rows).toEqual([
      { delivery_status: 'delivered', count: String(30 - in_workflows.length) },
      { delivery_status: 'retrying', count: String(in_workflows.length) },
    ]);
  });

  test('takes its callbacks back from workflows: one of them probes, the others end', async () => {
    const { event_id } = await paidPurchase(books, NOW);
    await copies(event_id, 9);
    const { drain, in_workflows } = lineBy(dead().callbacks);
    await drain();
    const may = (id: string) => books.unitOfWork.transaction((stores) => mayTryNow(stores, id, { now }));
    const [first = '', second = ''] = in_workflows;
    expect(await may(first)).toBe(false);
    expect(await read(first)).toMatchObject({ delivery_status: 'retrying', next_attempt_at: now });
    now = (await endpoint())?.probe_at ?? now;
    expect([await may(second), await may(second)]).toEqual([true, false]);
  });

  test('is not what a callback makes of it that a healthy one never takes', async () => {
    const { callbacks } = keptCallbacks(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 500 : 204)));
    const { drain } = lineBy(callbacks);
    await copies((await paidPurchase(books, NOW)).event_id, 39);
    expect(await drain()).toHaveLength(40);
    expect(await endpoint()).toMatchObject({ failures_in_row: 0, probe_at: null });
  });

  test('has no more than eight callbacks in workflows at once; the others wait in the table and are given up after three days', async () => {
    const { callbacks } = keptCallbacks(Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? 500 : 204)));
    const { drain, in_workflows } = lineBy(callbacks);
    await copies((await paidPurchase(books, NOW)).event_id, 23);
    await drain();
    for (const id of in_workflows) expect(await read(id)).toMatchObject({ delivery_status: 'retrying', next_attempt_at: null });
    expect(in_workflows).toHaveLength(WORKFLOWS_PER_DOCUMENT_MAX);
    const waiting = await books.rows<{ id: string; next_attempt_at: Date }>('select id from event where next_attempt_at is not null');
    expect(waiting).toHaveLength(12 - WORKFLOWS_PER_DOCUMENT_MAX);
    now = plus(NOW, 3 * 86_400_000);
    await lineBy(dead().callbacks).drain();
    expect(await books.rows("select id from event where delivery_status = 'failed'")).toHaveLength(waiting.length);
  });

  test('is disabled after three days and ten attempts of nothing but failures; what waits is kept', async () => {
    const { event_id } = await paidPurchase(books, NOW);
    await copies(event_id, 999);
    const { drain } = lineBy(dead().callbacks);
    await drain();
    const disabled_at = async () =>
      (await books.unitOfWork.read((stores) => stores.documents.get(books.merchant.one_shot))).callback_disabled_at;
    for (let probe = 0; probe < 6; probe += 1) {
      now = (await endpoint())?.probe_at ?? now;
      await drain();
    }
    now = plus(NOW, 3 * 86_400_000 - 1);
    await drain();
    expect(await disabled_at()).toBeNull();
    now = plus(NOW, 3 * 86_400_000 + 900_000);
    await drain();
    expect(await disabled_at()).toEqual(now);
    expect(await endpoint()).toMatchObject({ disabled_reason: 'failing', probe_at: null, failing_since: NOW });
    expect(await books.rows('select id from event where next_attempt_at is not null')).toEqual([]);
    expect((await books.rows("select id from event where delivery_status = 'disabled'")).length).toBeGreaterThan(900);
  });
});

test('a pause before a probe grows from five seconds to a quarter of an hour', () => {
  expect([1, 4, 5, 6, 7, 8, 9, 10, 500].map(probePauseMs)).toEqual([
    undefined,
    undefined,
    5_000,
    15_000,
    45_000,
    135_000,
    405_000,
    900_000,
    900_000,
  ]);
});

test('a callback goes to where the document’s callbacks go at its delivery, and stays at home once there is no such place', async () => {
  const { event_id } = await paidPurchase(books, NOW);
  const moved = (callback_url: string | null) =>
    books.unitOfWork.transaction((stores) => stores.documents.update(books.merchant.one_shot, { callback_url }));
  await moved('https://moved.example/callbacks');
  const { callbacks, received } = keptCallbacks([500]);
  const deliver = () => deliverEvent({ unitOfWork: books.unitOfWork, vault: books.vault, callbacks, now: () => now }, event_id);
  await deliver();
  expect(received.map(({ url }) => url)).toEqual(['https://moved.example/callbacks']);
  expect(await read(event_id)).toMatchObject({ callback_url: 'https://moved.example/callbacks' });
  await moved(null);
  expect(await deliver()).toBe('over');
  expect(received).toHaveLength(1);
  expect((await read(event_id)).delivery_status).toBe('disabled');
});
