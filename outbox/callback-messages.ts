import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { CallbackFormat } from '../domain/callbacks.ts';
import type { EventBody, PingBody } from '../domain/events.ts';
import { legacyQuery, legacyUrl } from '../domain/legacy-callback.ts';

/** What one call to a merchant's server came to. `status` is undefined where no answer came. */
export type CallbackAnswer = { status: number | undefined; head: string | null; latency_ms: number; error: string | null };

export type CallbackSender = {
  post(callback: { url: string; headers: Record<string, string>; body: string }): Promise<CallbackAnswer>;
  get(callback: { url: string }): Promise<CallbackAnswer>;
};

export type CallbackMessage = { id: string; at: Date; body: EventBody | PingBody };
type Target = { url: string; format: CallbackFormat; secrets: string[] };

/** Signs a message in the format that the merchant chose, and sends it once. */
export async function sendCallback(callbacks: CallbackSender, message: CallbackMessage, target: Target): Promise<CallbackAnswer> {
  const { url, format, secrets } = target;
  if (format === 'legacy_get') return await callbacks.get({ url: signedLegacyUrl(url, message, secrets) });
  const body = JSON.stringify(message.body);
  return await callbacks.post({ url, headers: signedHeaders({ id: message.id, at: message.at, body, secrets }), body });
}

/** 2xx is success, whatever the body says. */
export function isTaken({ status }: CallbackAnswer): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** One signature for each live secret, so that a receiver that rotates accepts with either. */
export function signedHeaders(message: { id: string; at: Date; body: string; secrets: string[] }): Record<string, string> {
  const signatures = message.secrets.map((secret) => new Webhook(secret).sign(message.id, message.at, message.body));
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(message.at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** HMAC-SHA-256 over the query, in hexadecimal, by the bytes that `whsec_` stands before in base64: one for each live secret, the newest first. */
export function signedLegacyUrl(callback_url: string, message: CallbackMessage, secrets: string[]): string {
  const query = legacyQuery(message);
  const signatures = secrets.map((secret) =>
    createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(query)
      .digest('hex'),
  );
  return legacyUrl(callback_url, { query, signatures });
}
