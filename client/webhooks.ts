import { Webhook } from 'standardwebhooks';
import type { components } from './schema.ts';

export type Callback = components['schemas']['Callback'];
/** Sent when a callback URL is set or checked by hand: nothing has happened. */
export type Ping = components['schemas']['Ping'];
/** What comes in: decide by `type` which it is. */
export type AnyCallback = Callback | Ping;

/** Headers as Node and fetch give them. */
type CallbackHeaders = Headers | Readonly<Record<string, string | string[] | undefined>>;

/**
 * Checks a callback and gives back what it says. `body` is the text as it came in, before any parsing; `secrets` are the `whsec_…` of the
 * document's merchant, two while one replaces the other. Throws WebhookVerificationError of standardwebhooks where no secret made
 * the signature, or where the delivery is older than five minutes.
 */
export function openCallback(body: string, headers: CallbackHeaders, secrets: string | readonly string[]): AnyCallback {
  const signed = headersOf(headers);
  const [first, ...others] = [secrets].flat();
  if (first === undefined) throw new Error('openCallback needs a secret');
  for (const secret of others) {
    try {
      return new Webhook(secret).verify(body, signed) as AnyCallback;
    } catch {
      // The other secret may be the one; the last word is that of the first.
    }
  }
  return new Webhook(first).verify(body, signed) as AnyCallback;
}

function headersOf(headers: CallbackHeaders): Record<string, string> {
  const read = (name: string) => (headers instanceof Headers ? headers.get(name) : [headers[name]].flat()[0]) ?? '';
  return Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, read(name)]));
}
