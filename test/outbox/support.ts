import type { Log } from '../../domain/log.ts';
import type { CallbackAnswer, CallbackSender } from '../../outbox/callback-messages.ts';
import { type Books, succeeded } from '../billing/support.ts';

export type Line = { level: string; fields: object; text: string };

/** A log that is kept, to see what operators are told. */
export function keptLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const keep = (level: string) => (fields: object, text: string) => void lines.push({ level, fields, text });
  return { log: { info: keep('info'), warn: keep('warn'), error: keep('error') }, lines };
}

/** A merchant's server as a function: takes callbacks, answers as it is told to, 204 once that is used up. */
export function keptCallbacks(answers: (number | undefined)[] = []) {
  const received: { url: string; headers: Record<string, string>; body: string }[] = [];
  const answer = (): CallbackAnswer => {
    const status = answers.length > 0 ? answers.shift() : 204;
    return { status, head: 'ok', latency_ms: 3, error: status === undefined ? 'ECONNREFUSED' : null };
  };
  const callbacks: CallbackSender = {
    async post(callback) {
      received.push(callback);
      return answer();
    },
    async get({ url }) {
      received.push({ url, headers: {}, body: '' });
      return answer();
    },
  };
  return { callbacks, received };
}

/** A purchase that is paid, and its event. */
export async function paidPurchase(books: Books, at: Date): Promise<{ purchase_id: string; event_id: string; mail_id: string }> {
  const purchase_id = await books.purchase({ at });
  await books.openPurchase(purchase_id, at);
  await books.settlePurchase(purchase_id, succeeded(), at);
  const [[event], [mail]] = [await books.events(purchase_id), await books.mails(purchase_id)];
  return { purchase_id, event_id: event?.id ?? '', mail_id: mail?.id ?? '' };
}
