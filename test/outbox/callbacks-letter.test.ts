import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeLetter } from '../../gateways/mail/letters.ts';
import type { Letter } from '../../gateways/mail/mailer.ts';
import { deliverEvent } from '../../outbox/deliver-event.ts';
import { disableCallbacks } from '../../outbox/endpoint-health.ts';
import { mailLine } from '../../outbox/send-mail.ts';
import { addMerchantUser, removeMerchantUser } from '../../usecases/merchant-users.ts';
import { Books, plus } from '../billing/support.ts';
import { keptCallbacks, paidPurchase } from './support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');
const ANNE = 'anne@journal.example';
const BOB = 'bob@journal.example';

let books: Books;
let merchants: Parameters<typeof addMerchantUser>[0];
beforeEach(async () => {
  books = await Books.open();
  merchants = { unitOfWork: books.unitOfWork, vault: books.vault, now: () => NOW };
  const { merchant_id } = books.merchant.scope;
  await addMerchantUser(merchants, { merchant_id, email: ANNE, locale: 'fr' });
  await addMerchantUser(merchants, { merchant_id, email: BOB, locale: 'en' });
});
afterEach(() => books.close());

/** Sends every letter to merchants that waits. */
async function sendAll(): Promise<Letter[]> {
  const sent: Letter[] = [];
  const mailer = { send: async (letter: Letter) => ({ message_id: String(sent.push(letter)) }) };
  const { unitOfWork, vault } = books;
  const line = mailLine({ unitOfWork, vault, mailer, writeLetter, now: () => NOW, public_url: 'https://pay.example' });
  for (const { id } of await books.rows<{ id: string }>("select id from mail where kind = 'callbacks_disabled'")) await line.handle(id);
  return sent;
}

const disable = (reason: 'gone' | 'failing', now = NOW) =>
  books.unitOfWork.transaction((stores) => disableCallbacks(stores, books.merchant.one_shot, { reason, now }));

describe('when callbacks are disabled, the people of the merchant', () => {
  test('are told, each in their language, and what they are told names neither buyers nor the whole URL', async () => {
    const { event_id } = await paidPurchase(books, NOW);
    const { callbacks } = keptCallbacks([410]);
    await deliverEvent({ unitOfWork: books.unitOfWork, vault: books.vault, callbacks, now: () => NOW }, event_id);
    const sent = await sendAll();
    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
      [ANNE, 'Les callbacks de Articles sont désactivés'],
      [BOB, 'The callbacks of Articles are disabled'],
    ]);
    for (const { text } of sent) {
      expect(text).toContain('merchant.example');
      expect(text).not.toContain('/callbacks\n');
      expect(text).toContain('410 Gone');
      expect(text).toContain(`POST /v1/documents/${books.merchant.one_shot}/callbacks/enable`);
      expect(text).toContain(`https://pay.example/console/documents/${books.merchant.one_shot}`);
    }
  });

  test('are told since when nothing was taken', async () => {
    await books.unitOfWork.transaction((stores) => stores.callbacks.countFailure(books.merchant.one_shot, plus(NOW, -3 * 86_400_000)));
    await disable('failing');
    const [french, english] = await sendAll();
    expect(french?.text).toMatch(/Depuis le 9 mai 2026/);
    expect(english?.text).toMatch(/Since 9 May 2026/);
  });

  test('are told once, however many attempts end at once', async () => {
    await Promise.all([1, 2, 3, 4].map((step) => disable('gone', plus(NOW, step * 1_000))));
    expect(await sendAll()).toHaveLength(2);
  });

  test('are not told any more once they are enabled, or once the person has left', async () => {
    await disable('gone');
    await removeMerchantUser(merchants, { merchant_id: books.merchant.scope.merchant_id, email: BOB });
    expect((await sendAll()).map(({ to }) => to)).toEqual([ANNE]);
    await books.rows("update mail set status = 'queued'");
    await books.unitOfWork.transaction((stores) => stores.documents.update(books.merchant.one_shot, { callback_disabled_at: null }));
    expect(await sendAll()).toEqual([]);
    expect(await books.rows("select id from mail where kind = 'callbacks_disabled'")).toEqual([]);
  });
});
