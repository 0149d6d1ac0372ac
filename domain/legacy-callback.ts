import type { EventBody, PingBody } from './events.ts';

/**
 * Callbacks as one GET with query parameters, for scripts that know no Standard Webhooks (docs/reference/events.md, "Legacy callback"). The
 * names are fixed for good: a receiver lists them, and what is not in its list would not be covered by the signature that it computes.
 */
export const LEGACY_PARAMETERS = [
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

export const LEGACY_SIGNATURE = 'signature';

/** The query that is signed, and sent: parameters in the order of their names, those without a value left out, values encoded by RFC 3986. */
export function legacyQuery({ id, at, body }: { id: string; at: Date; body: EventBody | PingBody }): string {
  const values: Record<string, unknown> = { ...body.data, id, type: body.type, timestamp: Math.floor(at.getTime() / 1_000) };
  return LEGACY_PARAMETERS.filter((name) => values[name] !== undefined && values[name] !== null)
    .map((name) => `${name}=${encodedValue(String(values[name]))}`)
    .join('&');
}

/** The merchant's URL with the signed query and the signatures behind what it has of its own. */
export function legacyUrl(callback_url: string, { query, signatures }: { query: string; signatures: string[] }): string {
  const url = new URL(callback_url);
  url.hash = '';
  const own = url.search.replace(/^\?/, '');
  url.search = [...(own === '' ? [] : [own]), query, `${LEGACY_SIGNATURE}=${signatures.join(',')}`].join('&');
  return url.href;
}

/** The parameter of the merchant's own that a legacy callback would hide; undefined where there is none. */
export function collidingParameter(callback_url: string): string | undefined {
  const ours: readonly string[] = [...LEGACY_PARAMETERS, LEGACY_SIGNATURE];
  return [...new URL(callback_url).searchParams.keys()].find((name) => ours.includes(name));
}

/** As PHP's rawurlencode: everything but letters, digits and -._~ */
function encodedValue(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (symbol) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`);
}
