import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { readMail } from './mail-reading.ts';
import type { MessageStore } from './message-store.ts';

const MESSAGE_BYTES_MAX = 10 * 1024 * 1024;

class SmtpRefusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

type SmtpDependencies = { messages: MessageStore; log: Logger };

/** Takes mail for anybody, without authentication and without TLS: for a machine of one's own only. */
export async function startSmtp(
  listening: { port: number; host: string },
  { messages, log }: SmtpDependencies,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    name: 'inbox.localhost',
    banner: 'local inbox',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MESSAGE_BYTES_MAX,
    closeTimeout: 1_000,
    onData(stream, session, callback) {
      receive(stream, session, messages).then(
        (id) => {
          log.info({ message: id }, 'message kept');
          callback(null, `kept as ${id}`);
        },
        (error: unknown) => {
          if (!(error instanceof SmtpRefusal)) log.error({ err: error }, 'message not kept');
          callback(error instanceof SmtpRefusal ? error : new SmtpRefusal(451, 'The message could not be kept, try again'));
        },
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listening.port, listening.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // A sender that breaks its connection is its own affair.
  server.on('error', (error) => log.debug({ err: error }, 'SMTP connection failed'));
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Answers only once the message is on disk: what the sender was told is kept, is kept. */
async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, messages: MessageStore): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    // Read to the end all the same: the answer may only follow the last byte.
    if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  }
  if (stream.sizeExceeded) throw new SmtpRefusal(552, `The message is larger than ${MESSAGE_BYTES_MAX} bytes`);
  const { mailFrom, rcptTo } = session.envelope;
  const envelope = { sender: mailFrom ? mailFrom.address : '', recipients: rcptTo.map((recipient) => recipient.address) };
  return messages.add(await readMail(Buffer.concat(chunks), envelope), new Date());
}
