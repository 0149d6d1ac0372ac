import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { writeLeaveLetter } from '../../gateways/mail/leave-letter.ts';
import type { Letter } from '../../gateways/mail/mailer.ts';
import { leaveLinkLine } from '../../outbox/leave-links.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import { createLeavingUseCases } from '../../usecases/leaving.ts';
import type { LeavingUseCases } from '../../usecases/leaving-types.ts';
import { Books, EMAIL, plus } from '../billing/support.ts';
import { paidPurchase } from '../outbox/support.ts';

const NOW = new Date('2026-11-25T12:00:00.000Z');
const MINUTE_MS = 60_000;

let books: Books;
let clock: Date;
let sent: Letter[];
let refusal: Error | undefined;
let told: string[];

beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());
beforeEach(async () => {
  [clock, sent, refusal, told] = [NOW, [], undefined, []];
  await books.rows('delete from leave_request');
});

function leaving(): LeavingUseCases {
  const engine = { unsubscribe: async (id: string) => Boolean(told.push(id)) };
  const parts = { unitOfWork: books.unitOfWork, vault: books.vault, now: () => clock, public_url: 'https://pay.example', engine };
  return createLeavingUseCases(parts as unknown as UseCaseContext);
}

/** Everything that is due in the line of links is handled, as the worker would. */
async function work(): Promise<void> {
  const line = leaveLinkLine({
    unitOfWork: books.unitOfWork,
    vault: books.vault,
    now: () => clock,
    public_url: 'https://pay.example',
    writeLeaveLetter,
    mailer: {
      async send(letter) {
        if (refusal) throw refusal;
        sent.push(letter);
        return { message_id: letter.message_id };
      },
    },
  });
  for (const id of await line.claim({ now: clock, held_until: plus(clock, 15_000), limit: 10 })) await line.handle(id);
}

async function subscribed(): Promise<string> {
  const id = await books.subscription({ anchor: NOW });
  await books.charge({ id, index: 0, at: NOW });
  return id;
}

const requests = () => books.rows<Record<string, unknown>>('select * from leave_request');

/** Asks for a link and follows the mail to its token. */
async function tokenFor(email: string): Promise<string> {
  await leaving().requestLeaveLink({ email, locale: 'fr' });
  await work();
  return /\/resilier\/([\w-]+)/.exec(sent.at(-1)?.text ?? '')?.[1] ?? '';
}

const shown = async (token: string) => {
  const page = await leaving().showLeavePage(token);
  return page.kind === 'open' ? page.subscriptions.map(({ subscription }) => [subscription.id, subscription.status]) : page.kind;
};

describe('a link by mail', () => {
  test('lists what runs under the address, however it is written, and ends each alone', async () => {
    const [first, second] = [await subscribed(), await subscribed()];
    const token = await tokenFor(` ${EMAIL.toUpperCase()} `);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      to: EMAIL.toUpperCase(),
      subject: 'Votre lien pour résilier',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    expect(await shown(token)).toEqual(
      expect.arrayContaining([
        [second, 'active'],
        [first, 'active'],
      ]),
    );

    await leaving().endFromLeavePage(token, first);
    await leaving().endFromLeavePage(token, first);
    expect(told).toEqual([first]);
    expect(await shown(token)).toEqual(
      expect.arrayContaining([
        [second, 'active'],
        [first, 'ended'],
      ]),
    );
    const [row] = await books.rows('select end_reason, end_source from subscription where id = ?', [first]);
    expect(row).toEqual({ end_reason: 'unsubscribed', end_source: 'email_link' });
    // The address was needed for the letter alone.
    expect(await requests()).toEqual([expect.objectContaining({ email_sealed: null, key_wrapped: null, next_attempt_at: null })]);
  });

  test('is dead after an hour, and then shows and ends nothing', async () => {
    const id = await subscribed();
    const token = await tokenFor(EMAIL);
    clock = plus(NOW, 60 * MINUTE_MS);
    expect(await shown(token)).toBe('expired');
    expect(await leaving().endFromLeavePage(token, id)).toEqual({ kind: 'expired', locale: 'fr' });
    expect(told).toEqual([]);
  });

  test('ends no subscription of somebody else', async () => {
    await subscribed();
    const token = await tokenFor(EMAIL);
    const other = await subscribed();
    await books.rows('update subscription set email_hash = ? where id = ?', [books.vault.lookupHash('email', 'other@example.org'), other]);
    await expect(leaving().endFromLeavePage(token, other)).rejects.toMatchObject({ code: 'not_found' });
    await expect(leaving().endFromLeavePage('forged', other)).rejects.toMatchObject({ code: 'not_found' });
    expect(told).toEqual([]);
  });

  test('is asked for by the same writes for an address that nobody knows, to which nothing is sent and of which nothing is kept', async () => {
    await subscribed();
    for (const email of [EMAIL, 'nobody@example.org']) await leaving().requestLeaveLink({ email, locale: 'en' });
    const rows = await requests();
    expect(rows).toHaveLength(2);
    const [known, unknown] = rows.map((row) => Object.entries(row).map(([name, value]) => [name, value === null, typeof value]));
    expect(known).toEqual(unknown);
    await work();
    expect(sent.map(({ to }) => to)).toEqual([EMAIL]);
    expect(sent[0]?.text).toContain('https://pay.example/cancel/');
    expect(await requests()).toHaveLength(1);
  });

  test('goes to nobody whose subscriptions have all ended', async () => {
    const id = await subscribed();
    await leaving().endFromLeavePage(await tokenFor(EMAIL), id);
    await books.rows(
      `update subscription set ended_at = now(), end_reason = 'unsubscribed', status = 'ended', next_charge_at = null where ended_at is null`,
    );
    sent = [];
    await leaving().requestLeaveLink({ email: EMAIL, locale: 'fr' });
    await work();
    expect(sent).toEqual([]);
  });

  test('is tried again while the mail server is away, and given up with its own life', async () => {
    await subscribed();
    await leaving().requestLeaveLink({ email: EMAIL, locale: 'fr' });
    refusal = Object.assign(new Error(`no box ${EMAIL}`), { code: 'ECONNREFUSED' });
    await work();
    expect(await requests()).toEqual([expect.objectContaining({ attempts: 1, last_error: 'ECONNREFUSED', sent_at: null })]);
    refusal = undefined;
    clock = plus(NOW, MINUTE_MS);
    await work();
    expect(sent).toHaveLength(1);

    await leaving().requestLeaveLink({ email: EMAIL, locale: 'fr' });
    clock = plus(clock, 61 * MINUTE_MS);
    await work();
    expect(sent).toHaveLength(1);
    expect(await requests()).toHaveLength(1);
  });

  test('is forgotten a day after it died', async () => {
    await subscribed();
    await tokenFor(EMAIL);
    clock = plus(NOW, 26 * 60 * MINUTE_MS);
    await leaving().requestLeaveLink({ email: 'nobody@example.org', locale: 'fr' });
    expect(await requests()).toHaveLength(1);
  });

  test('finds subscriptions from before addresses were hashed, but for those of erased buyers', async () => {
    const [kept, erased] = [await subscribed(), await subscribed()];
    await books.rows('update subscription set email_hash = null');
    await books.rows('update buyer set key_wrapped = null where id = (select buyer_id from subscription where id = ?)', [erased]);
    const token = await tokenFor(EMAIL);
    const found = await shown(token);
    expect(found).toContainEqual([kept, 'active']);
    expect(found).not.toContainEqual([erased, 'active']);
  });
});

describe('erasing a buyer', () => {
  test('takes the hash of the address with the key', async () => {
    const id = await subscribed();
    const hash = books.vault.lookupHash('email', EMAIL);
    await books.rows('update subscription set email_hash = ? where id = ?', [hash, id]);
    await books.rows('update buyer set key_wrapped = null where id = (select buyer_id from subscription where id = ?)', [id]);
    expect(await books.rows('select email_hash from subscription where id = ?', [id])).toEqual([{ email_hash: null }]);
  });
});

describe('a code', () => {
  const codeOf = async (column: 'subscription_id' | 'purchase_id', id: string) => {
    const [row] = await books.rows<{ code_sealed: Buffer; key_wrapped: Buffer }>(
      `select code_sealed, buyer.key_wrapped from code join ${column === 'purchase_id' ? 'purchase' : 'subscription'} sale on sale.id = code.${column}
         join buyer on buyer.id = sale.buyer_id where code.${column} = ?`,
      [id],
    );
    return row ? books.vault.open(row.key_wrapped, row.code_sealed) : '';
  };

  test('of a subscription leads to the page of its link, however it is typed', async () => {
    const id = await subscribed();
    const code = await codeOf('subscription_id', id);
    const owner = { kind: 'subscription', token: books.vault.unsubscribeToken(id) };
    for (const typed of [code, code.toLowerCase(), ` ${code.replaceAll('-', ' ')} `])
      expect(await leaving().findByCode(typed)).toEqual(owner);
  });

  test('of a purchase is known as one, and any other is unknown', async () => {
    const { purchase_id } = await paidPurchase(books, NOW);
    expect(await leaving().findByCode(await codeOf('purchase_id', purchase_id))).toEqual({ kind: 'one_shot' });
    for (const typed of ['', 'nonsense', 'AAAA-AAAA-AAAA-AAAA', 'x'.repeat(10_000)])
      expect(await leaving().findByCode(typed)).toEqual({ kind: 'unknown' });
  });
});
