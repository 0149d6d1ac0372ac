import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { DECLINE_REASONS } from '../../domain/charges.ts';
import { MAIL_KINDS, type MailKind } from '../../domain/mails.ts';
import { LOCALES, type Locale } from '../../domain/subscriptions.ts';
import { type FactsOf, LETTER_TEXTS, writeLetter } from '../../gateways/mail/letters.ts';
import { createMailer, type Letter, type Mailer, stableMessageId } from '../../gateways/mail/mailer.ts';

const FROM = 'Internet+ <no-reply@internetplus.example>';
const CODE = 'K7QX-2M9T-WB4H-81RC';
const UNSUBSCRIBE = 'https://pay.example/unsubscribe/token-1';

const common = (locale: Locale) => ({
  locale,
  merchant_name: 'Éditions Martin',
  document_name: 'Le Grand Journal',
  site_url: 'https://journal.example/',
  isp: 'free' as const,
  reference: 'REF123456789',
  cancel_url: locale === 'fr' ? 'https://pay.example/resilier' : 'https://pay.example/cancel',
});

function factsOf(locale: Locale): FactsOf {
  const sold = { ...common(locale), price_cents: 500n, period: 'week' as const };
  const next_charge_at = new Date('2026-03-29T09:00:00Z');
  return {
    purchase_codes: { ...common(locale), quantity: 2, amount_cents: 600n, codes: [CODE, 'AAAA-BBBB-CCCC-DDDD'] },
    subscription_started: { ...sold, code: CODE, next_charge_at, unsubscribe_url: UNSUBSCRIBE },
    subscription_renewed: {
      ...sold,
      code: CODE,
      next_charge_at,
      unsubscribe_url: UNSUBSCRIBE,
      period_start: new Date('2026-03-22T10:00:00Z'),
      period_end: next_charge_at,
    },
    subscription_past_due: {
      ...sold,
      code: CODE,
      reason: 'insufficient_ceiling',
      retry_at: next_charge_at,
      is_last_retry: false,
      unsubscribe_url: UNSUBSCRIBE,
    },
    subscription_ended: { ...sold, end_reason: 'unsubscribed', code_valid_until: next_charge_at },
    charge_refunded: { ...common(locale), amount_cents: 150n, charged_cents: 600n },
    callbacks_disabled: {
      locale,
      document_id: 'doc_1',
      document_name: 'Le Grand Journal',
      host: 'journal.example',
      reason: 'failing',
      failing_since: new Date('2026-03-22T10:00:00Z'),
      disabled_at: next_charge_at,
      document_url: 'https://pay.example/console/documents/doc_1',
    },
    console_sign_in: { locale, sign_in_url: 'https://pay.example/console/sign-in/t0ken', minutes: 15 },
  };
}

type Received = { mail: ParsedMail; recipients: string[]; raw: string };

describe('letters over SMTP', () => {
  let received: Received[];
  let server: SMTPServer;
  let mailer: Mailer;

  beforeEach(async () => {
    received = [];
    server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _session, callback) =>
        callback(address.startsWith('gone') ? Object.assign(new Error('no such box'), { responseCode: 550 }) : null),
      onData(stream, session, callback) {
        void buffer(stream).then(async (raw) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          received.push({ mail: await simpleParser(raw), recipients, raw: raw.toString() });
          callback();
        }, callback);
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.server.address() as AddressInfo;
    mailer = createMailer({ smtp_url: `smtp://127.0.0.1:${port}`, from: FROM });
  });

  afterEach(async () => {
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  function letter<K extends MailKind>(kind: K, facts: FactsOf[K]): Letter {
    return { ...writeLetter(kind, facts), to: 'anna@example.com', message_id: stableMessageId('mail_01k1', FROM) };
  }

  async function deliver(sent: Letter): Promise<Received> {
    await mailer.send(sent);
    const last = received.at(-1);
    if (last === undefined) throw new Error('nothing came');
    return last;
  }

  const everyLetter = LOCALES.flatMap((locale) => MAIL_KINDS.map((kind) => [kind, locale] as const));

  test.each(everyLetter)('%s in %s says what was bought, from whom, at which ISP and price', async (kind, locale) => {
    const { mail } = await deliver(letter(kind, factsOf(locale)[kind]));
    const once = kind === 'purchase_codes' || kind === 'charge_refunded';
    const price = once ? { fr: '6,00 €', en: '€6.00' } : { fr: '5,00 € par semaine', en: '€5.00 a week' };
    for (const text of [plain(mail.text ?? ''), plain(mail.html || '')]) {
      for (const fact of ['Le Grand Journal', 'Éditions Martin', 'https://journal.example/', 'Free', 'REF123456789', price[locale]])
        expect(text).toContain(fact);
    }
    expect(mail.subject).toContain('Le Grand Journal');
    expect(mail.from?.text).toContain('no-reply@internetplus.example');
    expect(mail.html).toContain(`<html lang="${locale}">`);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  });

  test.each(everyLetter)('%s in %s holds its codes and the way out', async (kind, locale) => {
    const { mail, raw } = await deliver(letter(kind, factsOf(locale)[kind]));
    const texts = [mail.text ?? '', mail.html || ''];
    const has_code = kind !== 'subscription_ended' && kind !== 'charge_refunded';
    const may_leave = has_code && kind !== 'purchase_codes';
    for (const text of texts) {
      expect(text.includes(CODE)).toBe(has_code);
      expect(text.includes(UNSUBSCRIBE)).toBe(may_leave);
    }
    const headers = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n\s+/g, ' ');
    expect(headers.includes(`List-Unsubscribe: <${UNSUBSCRIBE}>\r\n`)).toBe(may_leave);
    expect(headers.includes('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')).toBe(may_leave);
    expect(mail.subject).not.toContain(CODE);
  });

  test('a letter that is sent again has the same Message-ID', async () => {
    const sent = letter('purchase_codes', factsOf('fr').purchase_codes);
    await expect(mailer.send(sent)).resolves.toEqual({ message_id: '<mail_01k1@internetplus.example>' });
    await mailer.send(sent);
    expect(received.map(({ mail }) => mail.messageId)).toEqual(['<mail_01k1@internetplus.example>', '<mail_01k1@internetplus.example>']);
  });

  test('line breaks in a name add no header and no line', async () => {
    const name = 'Journal\r\nBcc: eve@example.com\r\n\r\nYou won\u2028a prize';
    const facts = { ...factsOf('en').purchase_codes, document_name: name, merchant_name: name };
    const { mail, recipients, raw } = await deliver(letter('purchase_codes', facts));
    expect(recipients).toEqual(['anna@example.com']);
    expect(raw).not.toMatch(/^bcc:/im);
    expect(mail.subject).toBe('Your access codes for Journal Bcc: eve@example.com You won a prize');
    expect(mail.text).toContain('Merchant: Journal Bcc: eve@example.com You won a prize\n');
  });

  test.each(['anna@example.com, eve@example.com', 'anna@example.com\r\nBcc: eve@example.com'])(
    'the address %j reaches nobody else',
    async (to) => {
      await mailer.send({ ...letter('purchase_codes', factsOf('en').purchase_codes), to }).catch(() => undefined);
      for (const { recipients, raw } of received) {
        expect(recipients).not.toContain('eve@example.com');
        expect(raw).not.toMatch(/^bcc:/im);
      }
    },
  );

  test('markup in names is text', async () => {
    const evil = '<script>alert(1)</script><img src=x>';
    const facts = { ...factsOf('fr').subscription_started, document_name: evil, merchant_name: evil, site_url: evil };
    const { mail } = await deliver(letter('subscription_started', facts));
    expect(mail.html).not.toMatch(/<script|<img/);
    expect(mail.text).toContain(evil);
  });

  test('an address that the server refuses for good is told with its code', async () => {
    const sent = { ...letter('purchase_codes', factsOf('fr').purchase_codes), to: 'gone@example.com' };
    await expect(mailer.send(sent)).rejects.toMatchObject({ responseCode: 550 });
  });

  test('many letters at once all arrive', async () => {
    const sent = letter('purchase_codes', factsOf('fr').purchase_codes);
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => mailer.send({ ...sent, message_id: stableMessageId(`mail_${index}`, FROM) })),
    );
    expect(new Set(received.map(({ mail }) => mail.messageId)).size).toBe(30);
  });
});

test('a server that is not there rejects', async () => {
  const mailer = createMailer({ smtp_url: 'smtp://127.0.0.1:1', from: FROM });
  const sent = { ...writeLetter('purchase_codes', factsOf('fr').purchase_codes), to: 'anna@example.com', message_id: '<a@b.example>' };
  await expect(mailer.send(sent)).rejects.toThrow();
  mailer.close();
});

describe('what a letter says', () => {
  const written = <K extends MailKind>(kind: K, change: Partial<FactsOf[K]>, locale: Locale = 'en') =>
    plain(writeLetter(kind, { ...factsOf(locale)[kind], ...change }).text);

  test('dates are those of Paris, across the change to summer time', () => {
    expect(written('subscription_renewed', {})).toContain('Paid period: from 22 March 2026 to 29 March 2026');
    expect(written('subscription_renewed', {})).toContain('Next payment: 29 March 2026 at 11:00');
    expect(written('subscription_started', { next_charge_at: new Date('2026-12-31T23:30:00Z') }, 'fr')).toContain('1 janvier 2027 à 00:30');
  });

  test.each(LOCALES.flatMap((locale) => DECLINE_REASONS.map((reason) => [reason, locale] as const)))(
    '%s has a reason in %s',
    (reason, locale) => {
      const text = written('subscription_past_due', { reason }, locale);
      expect(text).toContain(plain(LETTER_TEXTS[locale].subscription_past_due.reasons[reason]));
      expect(text).toContain(plain(LETTER_TEXTS[locale].subscription_past_due.code_in_grace));
    },
  );

  test('without another try none is announced', () => {
    const text = written('subscription_past_due', { retry_at: null });
    expect(text).toContain('We will not try again.');
    expect(text).not.toContain('keeps working');
  });

  test('the last try is announced as the last', () => {
    expect(written('subscription_past_due', { is_last_retry: true })).toContain('It is the last try');
    expect(written('subscription_past_due', { is_last_retry: false })).not.toContain('the last try');
  });

  test('an end says until when the code works, or that it does not', () => {
    expect(written('subscription_ended', {})).toContain('Your code still works until 29 March 2026 at 11:00');
    expect(written('subscription_ended', { end_reason: 'dunning_exhausted', code_valid_until: null })).toContain(
      'Your code no longer works.',
    );
    expect(written('subscription_ended', { end_reason: 'expired', code_valid_until: null })).not.toContain('Your code');
  });

  test('the texts have the same keys in both languages', () => {
    const keys = (value: object): string[] =>
      Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'object' ? keys(inner).map((deep) => `${key}.${deep}`) : [key]));
    expect(keys(LETTER_TEXTS.fr).sort()).toEqual(keys(LETTER_TEXTS.en).sort());
  });
});

/** Entities read and spaces plain, so that HTML and text compare. */
function plain(text: string): string {
  return text.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCodePoint(Number(code))).replace(/[\u00a0\u202f]/g, ' ');
}
