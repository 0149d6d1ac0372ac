import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeLetter } from '../../gateways/mail/letters.ts';
import { callbackLine } from '../../outbox/callback-line.ts';
import { deliverEvent } from '../../outbox/deliver-event.ts';
import type { Line } from '../../outbox/dispatcher.ts';
import { mailLine } from '../../outbox/send-mail.ts';
import { Books, plus } from '../billing/support.ts';
import { statementsOf } from '../support/statements.ts';
import { keptCallbacks, paidPurchase } from './support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');

let books: Books;
let subscription: string;
beforeAll(async () => {
  books = await Books.open();
  subscription = await books.subscription({ anchor: NOW });
  await books.charge({ id: subscription, index: 0, at: NOW });
});
afterAll(() => books.close());

const containing = (parts: readonly string[]) => parts.map((part) => expect.stringContaining(part));

function callbacks(answers: (number | undefined)[] = []): { line: Line; received: { url: string }[] } {
  const { unitOfWork, vault } = books;
  const server = keptCallbacks(answers);
  const now = () => NOW;
  const deliver = (event_id: string) => deliverEvent({ unitOfWork, vault, callbacks: server.callbacks, now }, event_id);
  return { line: callbackLine({ unitOfWork, deliver, retryLater: async () => undefined, now }), received: server.received };
}

function mails(): { line: Line; sent: string[] } {
  const { unitOfWork, vault } = books;
  const sent: string[] = [];
  const mailer = { send: async ({ message_id }: { message_id: string }) => ({ message_id: sent[sent.push(message_id) - 1] ?? '' }) };
  return { line: mailLine({ unitOfWork, vault, mailer, writeLetter, now: () => NOW, public_url: 'https://pay.example' }), sent };
}

/** Takes what is due, and handles all of it at the same time. */
async function round({ line }: { line: Line }): Promise<string[]> {
  const ids = await line.claim({ now: NOW, held_until: plus(NOW, 15_000), limit: 32 });
  await Promise.all(ids.map((id) => line.handle(id)));
  return ids;
}

describe('the outbox', () => {
  test('asks PostgreSQL four times for a callback that is taken, and three times for a letter', async () => {
    const [outgoing, letters] = [callbacks(), mails()];
    const events = await statementsOf(() => round(outgoing));
    expect(events).toEqual(containing(['with recursive queue', 'limit turn.room', 'json_agg', 'insert into event_delivery']));
    expect(await statementsOf(() => round(letters))).toEqual(containing(['skip locked', 'from mail m', "set status = 'sent'"]));
    expect([outgoing.received.length, letters.sent.length]).toEqual([1, 1]);
  });

  test('shares statements among eight at once: not half of what they would take alone', async () => {
    for (let each = 0; each < 8; each += 1) await paidPurchase(books, NOW);
    const [outgoing, letters] = [callbacks(), mails()];
    expect((await statementsOf(() => round(outgoing))).length).toBeLessThan(16);
    expect((await statementsOf(() => round(letters))).length).toBeLessThan(12);
    expect([outgoing.received.length, letters.sent.length]).toEqual([8, 8]);
    expect(new Set(letters.sent).size).toBe(8);
  });

  test('asks once where nothing is due', async () => {
    expect(await statementsOf(() => round(callbacks()))).toEqual(containing(['with recursive queue']));
    expect(await statementsOf(() => round(mails()))).toEqual(containing(['update mail']));
  });
});

describe('of callbacks that are written down together', () => {
  const taken = async () => {
    const { event_id } = await paidPurchase(books, NOW);
    const { document_id } = await books.unitOfWork.read((stores) => stores.events.get(event_id));
    const made = { attempted_at: NOW, latency_ms: 3, response_status: 200, response_head: 'ok', delivered_at: plus(NOW, 5) };
    return { event_id, document_id, callback_url: 'https://moved.example/', ...made };
  };
  const read = (event_id: string) =>
    books.unitOfWork.read(async (stores) => [await stores.events.get(event_id), ...(await stores.events.deliveries([event_id]))]);

  test('one whose answer can’t be kept takes none of the others with it', async () => {
    const all = [await taken(), await taken(), { ...(await taken()), response_head: 'a\u0000b' }, await taken()];
    const { hot } = books.unitOfWork;
    const outcomes = await Promise.allSettled(all.map((each) => hot.recordTaken(each)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    for (const [place, { event_id }] of all.entries()) {
      const [event, ...deliveries] = await read(event_id);
      if (place === 2) expect([event, deliveries]).toMatchObject([{ delivery_status: 'pending' }, []]);
      else {
        expect(event).toMatchObject({ delivery_status: 'delivered', delivered_at: plus(NOW, 5), callback_url: 'https://moved.example/' });
        expect(deliveries).toMatchObject([{ attempted_at: NOW, latency_ms: 3, response_status: 200, response_head: 'ok', error: null }]);
      }
    }
  });

  test('each is told whether its own endpoint was failing', async () => {
    const [well, ill] = [await taken(), await taken()];
    await books.unitOfWork.transaction((stores) => stores.callbacks.countFailure(ill.document_id, NOW));
    const { hot } = books.unitOfWork;
    const other = { ...well, document_id: books.merchant.rebilling };
    expect(await Promise.all([other, ill, other].map((each) => hot.recordTaken(each)))).toEqual([
      { was_failing: false },
      { was_failing: true },
      { was_failing: false },
    ]);
  });
});

test('a letter that the mail server did not take is marked by no other that it took at the same time', async () => {
  const { unitOfWork, vault } = books;
  await round(mails());
  const [refused, ...others] = [await paidPurchase(books, NOW), await paidPurchase(books, NOW), await paidPurchase(books, NOW)];
  const mailer = {
    async send({ message_id }: { message_id: string }) {
      if (message_id.includes(refused.mail_id)) throw Object.assign(new Error('busy'), { code: 'EENVELOPE', responseCode: 451 });
      return { message_id };
    },
  };
  await round({ line: mailLine({ unitOfWork, vault, mailer, writeLetter, now: () => NOW, public_url: 'https://pay.example' }) });
  const status = async (mail_id: string) => (await unitOfWork.read((stores) => stores.mails.get(mail_id))).status;
  expect(await status(refused.mail_id)).toBe('queued');
  for (const { mail_id } of others) expect(await status(mail_id)).toBe('sent');
});
