import { createTransport } from 'nodemailer';
import type { WrittenLetter } from './letters.ts';

export type Letter = WrittenLetter & {
  /** One address. */
  to: string;
  /** `<mail_…@domain>`, the same whenever the letter is sent again, so that a copy is recognised as one. */
  message_id: string;
};

export type Mailer = {
  /** Resolves once the mail server has taken the letter. Rejects with nodemailer's error; `command` and `responseCode` say what the server refused. */
  send(letter: Letter): Promise<{ message_id: string }>;
  close(): void;
};

const CONNECTION_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 30_000;
const CONNECTIONS_MAX = 4;

/** Sends letters over a few kept connections to one mail server, `smtp://` or `smtps://` with its credentials. */
export function createMailer({ smtp_url, from }: { smtp_url: string; from: string }): Mailer {
  const transport = createTransport({
    url: smtp_url,
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: CONNECTION_TIMEOUT_MS,
    dnsTimeout: CONNECTION_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    // Letters are text that we wrote; nothing in them may make the mailer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, message_id, subject, text, html, headers }) {
      // An address object and not a string, which would be read as a list of addresses.
      await transport.sendMail({ from, to: { name: '', address: to }, messageId: message_id, subject, text, html, headers });
      return { message_id };
    },
    close: () => transport.close(),
  };
}

/** The Message-ID of a mail, from its own id and the sender's domain. */
export function stableMessageId(mail_id: string, from: string): string {
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1];
  if (domain === undefined) throw new Error('the sender has no domain');
  return `<${mail_id}@${domain}>`;
}
