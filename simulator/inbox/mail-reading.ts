import { type HeaderLines, simpleParser } from 'mailparser';
import type { NewMessage } from './message-store.ts';

export type Envelope = { sender: string; recipients: string[] };

/** Reads one message as it came over the wire. Pictures that the mail carries are put into its HTML as data: addresses. */
export async function readMail(source: Buffer, envelope: Envelope): Promise<NewMessage> {
  const mail = await simpleParser(source, { skipTextToHtml: true });
  const headers = readHeaders(mail.headerLines);
  if (mail.subject !== undefined) headers.subject = mail.subject;
  return {
    from: mail.from?.text ?? envelope.sender,
    recipients: [...new Set(envelope.recipients.map((address) => address.toLowerCase()))],
    subject: mail.subject ?? '',
    date: mail.date?.toISOString() ?? null,
    text: mail.text ?? '',
    html: mail.html || null,
    headers,
  };
}

/** Lower-cased names to unfolded values; a header that comes more than once has its values joined by a comma. */
function readHeaders(lines: HeaderLines): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, line } of lines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim();
    const earlier = Object.hasOwn(headers, key) ? headers[key] : undefined;
    // A header may bear any name, `__proto__` too.
    Object.defineProperty(headers, key, {
      value: earlier === undefined ? value : `${earlier}, ${value}`,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return headers;
}
