import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { createInboxApp } from './inbox/app.ts';
import { openMessageStore } from './inbox/message-store.ts';
import { startSmtp } from './inbox/smtp.ts';
import { listenHttp, runUntilStopped } from './server-process.ts';

export type Inbox = { smtp_port: number; http_url: string; close(): Promise<void> };

/** A mail server of one's own that keeps what it gets and shows it: SMTP on one side, pages and JSON on the other. */
export async function startInbox(config: Config<'inbox'>): Promise<Inbox> {
  const log = pino({ name: 'inbox', level: config.LOG_LEVEL });
  const messages = openMessageStore(config.INBOX_DATA_DIR);
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(started.map((side) => side.close()));
    messages.close();
  };
  try {
    const smtp = await startSmtp({ port: config.INBOX_SMTP_PORT, host: config.LISTEN_HOST }, { messages, log });
    started.push(smtp);
    const http = await listenHttp(createInboxApp(messages, log), config.INBOX_HTTP_PORT, config.LISTEN_HOST);
    started.push(http);
    log.info({ smtp_port: smtp.port, http_url: http.url }, 'inbox ready');
    return { smtp_port: smtp.port, http_url: http.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runUntilStopped(() => startInbox(readConfig('inbox')));
