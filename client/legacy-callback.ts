import { WebhookVerificationError } from 'standardwebhooks';

/** The parameters that are signed, in the order in which they are: this list stays as it is. */
export const LEGACY_SIGNED = [
  'amount',
  'charge',
  'client_reference',
  'currency',
  'document',
  'id',
  'isp',
  'purchase',
  'reference',
  'refund',
  'sequence',
  'subscription',
  'timestamp',
  'type',
] as const;

type LegacyName = (typeof LEGACY_SIGNED)[number];
type LegacyTexts = { [Name in Exclude<LegacyName, 'amount' | 'sequence' | 'timestamp' | 'id' | 'type' | 'document'>]?: string };

/** `amount` is in euro cents; a ping has none, and no reference. `timestamp` is when it was sent. */
export type LegacyCallback = LegacyTexts & {
  id: string;
  type: string;
  document: string;
  timestamp: Date;
  amount?: number;
  sequence?: number;
};

const TOLERANCE_MS = 5 * 60_000;

/**
 * Checks a callback of the format `legacy_get` and gives back what it says. `received` is the URL as it came in (a path with its query will
 * do) or its parameters; `secrets` are the `whsec_…` of the document's merchant, two while one replaces the other. Throws
 * WebhookVerificationError of standardwebhooks where no secret made the signature, or where the delivery is older than five minutes. An `id`
 * that you have handled already is yours to refuse.
 */
export async function openLegacyCallback(
  received: string | URL | URLSearchParams,
  secrets: string | readonly string[],
  now = new Date(),
): Promise<LegacyCallback> {
  const all = [secrets].flat();
  if (all.length === 0) throw new Error('openLegacyCallback needs a secret');
  const parameters = received instanceof URLSearchParams ? received : new URL(received, 'https://callback.invalid').searchParams;
  const present = LEGACY_SIGNED.filter((name) => parameters.has(name));
  const signed = new TextEncoder().encode(present.map((name) => `${name}=${encoded(parameters.getAll(name).join(','))}`).join('&'));
  const signatures = (parameters.get('signature') ?? '').split(',').map(bytesOfHex);
  const genuine = await Promise.all(
    all.flatMap((secret) => signatures.map(async (signature) => signature.length > 0 && (await verify(secret, signature, signed)))),
  );
  if (!genuine.includes(true)) throw new WebhookVerificationError('No matching signature found');
  return read(parameters, present, now);
}

function read(parameters: URLSearchParams, present: readonly LegacyName[], now: Date): LegacyCallback {
  const text = (name: LegacyName) => parameters.get(name) ?? '';
  const timestamp = new Date(Number(text('timestamp')) * 1_000);
  // Also what is no instant at all.
  if (!(Math.abs(now.getTime() - timestamp.getTime()) <= TOLERANCE_MS))
    throw new WebhookVerificationError('Message timestamp too old or new');
  const texts = Object.fromEntries(present.map((name) => [name, text(name)]));
  const numbers = Object.fromEntries(['amount', 'sequence'].filter((name) => name in texts).map((name) => [name, Number(texts[name])]));
  return { ...texts, ...numbers, id: text('id'), type: text('type'), document: text('document'), timestamp };
}

/** In constant time: the comparison is that of the platform. */
async function verify(secret: string, signature: Uint8Array<ArrayBuffer>, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (symbol) => symbol.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  return await crypto.subtle.verify('HMAC', key, signature, signed);
}

function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^([0-9a-f]{2})+$/.test(text)) return new Uint8Array();
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** By RFC 3986, as the signature asks for it. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (symbol) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`);
}
