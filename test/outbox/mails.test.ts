import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { endSubscription } from '../../billing/end-subscription.ts';
import { dueInstant } from '../../domain/calendar.ts';
import { parseCode } from '../../domain/codes.ts';
import type { LetterKind, MailKind } from '../../domain/mails.ts';
import { type FactsOf, writeLetter } from '../../gateways/mail/letters.ts';
import { createMailer, type Letter } from '../../gateways/mail/mailer.ts';
import { type MailContext, mailLine } from '../../outbox/send-mail.ts';
import { Books, declined, EMAIL, plus } from '../billing/support.ts';
import { paidPurchase } from './support.ts';

const ANCHOR = new Date('2026-01-31T10:00:00.000Z');
const due = (index: number) => dueInstant(ANCHOR, 'month', index);

let books: Books;
let sent: Letter[];
let told: { kind: LetterKind; facts: FactsOf[LetterKind] }[];
let clock: Date;
let refusal: Error | undefined;

beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());
beforeEach(() => {
  [sent, told, clock, refusal] = [[], [], ANCHOR, undefined];
});

function context(more: Partial<MailContext> = {}): MailContext {
  return {
    unitOfWork: books.unitOfWork,
    vault: books.vault,
    mailer: {
      async send(letter) {
        if (refusal) throw refusal;
        sent.push(letter);
        return { message_id: letter.message_id };
      },
    },
    writeLetter(kind, facts) {
      told.push({ kind, facts });
      return writeLetter(kind, facts);
    },
    now: () => clock,
    public_url: 'https://pay.example',
    ...more,
  };
}

const mail = (id: string) => books.unitOfWork.read((stores) => stores.mails.get(id));
const claim = (now: Date) => mailLine(context()).claim({ now, held_until: plus(now, 15_000), limit: 100 });

/** Sends the letter of one occasion, and answers the facts that it was written from. */
async function factsOf<K extends MailKind>(subject_id: string, kind: K, occasion: string): Promise<FactsOf[K]> {
  const row = (await books.mails(subject_id)).find((each) => each.kind === kind && each.occasion === occasion);
  await claim(plus(due(13), 0));
  await mailLine(context()).handle(row?.id ?? '');
  expect(told).toHaveLength(1);
  expect(told[0]?.kind).toBe(kind);
  return told[0]?.facts as FactsOf[K];
}

async function subscribed(): Promise<string> {
  const id = await books.subscription({ anchor: ANCHOR });
  await books.charge({ id, index: 0, at: ANCHOR });
  return id;
}

describe('the letter', () => {
  const common = {
    locale: 'fr',
    merchant_name: 'Le Journal de Demain',
    site_url: 'https://journal.example',
    isp: 'free',
    cancel_url: 'https://pay.example/resilier',
  };

  test('of a purchase tells its codes, and goes to the buyer', async () => {
    const { purchase_id } = await paidPurchase(books, ANCHOR);
    const facts = await factsOf(purchase_id, 'purchase_codes', 'completed');
    const purchase = await books.unitOfWork.read((stores) => stores.purchases.get(purchase_id));
    expect(facts).toEqual({
      ...common,
      document_name: 'Articles',
      reference: purchase.reference,
      quantity: 2,
      amount_cents: 600n,
      codes: [expect.any(String), expect.any(String)],
    });
    for (const code of facts.codes) expect(parseCode(code)).toBe(code.replaceAll('-', ''));
    expect(sent).toMatchObject([{ to: EMAIL, text: expect.stringContaining(facts.codes[0] ?? '') }]);
  });

  test('of a start tells the code, the next charge and the way to end it', async () => {
    const id = await subscribed();
    const facts = await factsOf(id, 'subscription_started', 'period-0');
    const { reference } = await books.readSubscription(id);
    expect(facts).toEqual({
      ...common,
      document_name: 'Abonnés',
      reference,
      price_cents: 1_000n,
      period: 'month',
      code: expect.stringMatching(/^\w{4}(-\w{4}){3}$/),
      next_charge_at: due(1),
      unsubscribe_url: `https://pay.example/unsubscribe/${books.vault.unsubscribeToken(id)}`,
    });
    expect(sent[0]?.headers).toMatchObject({ 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' });
  });

  test('of a renewal tells its period, also when it is sent late', async () => {
    const id = await subscribed();
    for (const index of [1, 2, 3]) await books.charge({ id, index, at: due(index) });
    const facts = await factsOf(id, 'subscription_renewed', 'period-2');
    expect(facts).toMatchObject({ period_start: due(2), period_end: due(3), next_charge_at: due(3) });
  });

  test.each([
    // attempt  retried at                 the last
    [1, '2026-03-01T10:00:00.000Z', 'insufficient_ceiling', false],
    [2, '2026-03-03T10:00:00.000Z', 'line_suspended', false],
    [3, '2026-03-07T10:00:00.000Z', 'unknown', true],
  ] as const)(
    'of refusal %i tells that it is tried again at %s, for %s, also when it is sent after the recovery and under another schedule',
    async (attempt, retry_at, reason, is_last_retry) => {
      const id = await subscribed();
      const reasons = ['insufficient_ceiling', 'line_suspended', 'unknown'] as const;
      for (const [step, day] of [0, 1, 3].entries()) {
        await books.charge({ id, index: 1, attempt: step + 1, at: plus(due(1), day * 86_400_000) }, declined(reasons[step] ?? 'unknown'));
      }
      books.dunning_days = [20];
      await books.charge({ id, index: 1, attempt: 4, at: plus(due(1), 7 * 86_400_000) });
      books.dunning_days = [1, 3, 7];
      const facts = await factsOf(id, 'subscription_past_due', `period-1-attempt-${attempt}`);
      expect(facts).toMatchObject({ reason, retry_at: new Date(retry_at), is_last_retry });
      expect(parseCode(facts.code)).toBeDefined();
    },
  );

  test.each([
    // ended at        code valid until
    [plus(due(1), -86_400_000), due(1)],
    [plus(due(1), 86_400_000), null],
  ])('of an end at %p tells until when the code works: %p', async (at, code_valid_until) => {
    const id = await subscribed();
    await books.unitOfWork.transaction(async (stores) =>
      endSubscription(stores, await stores.subscriptions.lock(id), { reason: 'unsubscribed', source: 'email_link', at, now: at }),
    );
    expect(await factsOf(id, 'subscription_ended', 'end')).toMatchObject({ end_reason: 'unsubscribed', code_valid_until });
  });

  test('to a buyer who was erased is never written', async () => {
    const { purchase_id, mail_id } = await paidPurchase(books, ANCHOR);
    const { buyer_id } = await books.unitOfWork.read((stores) => stores.purchases.get(purchase_id));
    await books.rows('update buyer set key_wrapped = null where id = ?', [buyer_id]);
    await mailLine(context()).handle(mail_id);
    expect(await mail(mail_id)).toMatchObject({ status: 'failed', last_error: 'the buyer was erased', next_attempt_at: null });
    expect([told, sent]).toEqual([[], []]);
  });
});

describe('sending', () => {
  test('marks the letter as sent, and sends it once', async () => {
    const { mail_id } = await paidPurchase(books, ANCHOR);
    const line = mailLine(context());
    expect(await claim(plus(ANCHOR, -1))).not.toContain(mail_id);
    expect(await claim(ANCHOR)).toContain(mail_id);
    clock = plus(ANCHOR, 700);
    await line.handle(mail_id);
    await line.handle(mail_id);
    expect(sent).toMatchObject([{ to: EMAIL, message_id: `<${mail_id}@pay.example>` }]);
    expect(await mail(mail_id)).toMatchObject({ status: 'sent', sent_at: clock, next_attempt_at: null, attempts: 1, last_error: null });
    expect(await claim(plus(ANCHOR, 86_400_000))).not.toContain(mail_id);
  });

  test('is tried again under the same Message-ID with growing delays for about a day and a half, then given up', async () => {
    const { mail_id } = await paidPurchase(books, ANCHOR);
    refusal = Object.assign(new Error(`451 busy with ${EMAIL}`), { code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO' });
    const delays_ms: number[] = [];
    for (;;) {
      expect(await claim(clock)).toContain(mail_id);
      await mailLine(context()).handle(mail_id);
      const { status, next_attempt_at, last_error } = await mail(mail_id);
      // The server's own words hold the address.
      expect(last_error).toBe('EENVELOPE 451');
      if (status === 'failed') break;
      delays_ms.push((next_attempt_at ?? clock).getTime() - clock.getTime());
      expect(await claim(plus(next_attempt_at ?? clock, -1))).not.toContain(mail_id);
      clock = next_attempt_at ?? clock;
    }
    expect(delays_ms.slice(0, 4)).toEqual([30_000, 60_000, 120_000, 240_000]);
    expect(Math.max(...delays_ms)).toBe(6 * 3_600_000);
    expect((clock.getTime() - ANCHOR.getTime()) / 3_600_000).toBeGreaterThan(30);
    expect((clock.getTime() - ANCHOR.getTime()) / 3_600_000).toBeLessThan(48);
    expect(await mail(mail_id)).toMatchObject({ status: 'failed', next_attempt_at: null });
  });

  test.each([
    // the server refuses          with  the letter is  why
    ['the recipient', 'onRcptTo', 550, 'failed', 'EENVELOPE 550'],
    ['the recipient for now', 'onRcptTo', 450, 'queued', 'EENVELOPE 450'],
    ['the letter', 'onData', 554, 'failed', 'EMESSAGE 554'],
    ['the letter for now', 'onData', 452, 'queued', 'EMESSAGE 452'],
    ['our address as a sender', 'onMailFrom', 550, 'queued', 'EENVELOPE 550'],
    ['to talk with us', 'onConnect', 554, 'queued', expect.stringMatching(/^E\w+ 554$/)],
  ] as const)('to a server that refuses %s (%s %i) leaves the letter %s', async (_what, step, responseCode, status, last_error) => {
    const { mail_id } = await paidPurchase(books, ANCHOR);
    const smtp = await refusingServer(step, responseCode);
    const mailer = createMailer({ smtp_url: smtp.url, from: 'Internet+ <no-reply@internetplus.example>' });
    await claim(ANCHOR);
    await mailLine(context({ mailer })).handle(mail_id);
    mailer.close();
    await smtp.close();
    const next_attempt_at = status === 'failed' ? null : plus(ANCHOR, 30_000);
    expect(await mail(mail_id)).toMatchObject({ status, last_error, next_attempt_at, attempts: 1, sent_at: null });
    expect((await claim(plus(ANCHOR, 86_400_000))).includes(mail_id)).toBe(status === 'queued');
  });

  test('through a mail server that is down is tried later, and done once it is back', async () => {
    const { mail_id } = await paidPurchase(books, ANCHOR);
    const mailer = createMailer({ smtp_url: 'smtp://127.0.0.1:9', from: 'Internet+ <no-reply@internetplus.example>' });
    await claim(ANCHOR);
    await mailLine(context({ mailer })).handle(mail_id);
    mailer.close();
    expect(await mail(mail_id)).toMatchObject({
      status: 'queued',
      last_error: expect.stringMatching(/ECONNREFUSED|ESOCKET/),
      next_attempt_at: plus(ANCHOR, 30_000),
    });
    clock = plus(ANCHOR, 30_000);
    expect(await claim(clock)).toContain(mail_id);
    await mailLine(context()).handle(mail_id);
    expect(await mail(mail_id)).toMatchObject({ status: 'sent', attempts: 2, last_error: null });
  });
});

/** A mail server that answers one step of the dialogue with this code, and takes everything else. */
async function refusingServer(step: 'onConnect' | 'onMailFrom' | 'onRcptTo' | 'onData', responseCode: number) {
  const answer = Object.assign(new Error('refused'), { responseCode });
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_session, callback) => callback(step === 'onConnect' ? answer : null),
    onMailFrom: (_address, _session, callback) => callback(step === 'onMailFrom' ? answer : null),
    onRcptTo: (_address, _session, callback) => callback(step === 'onRcptTo' ? answer : null),
    onData: (stream, _session, callback) => void buffer(stream).then(() => callback(step === 'onData' ? answer : null)),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
