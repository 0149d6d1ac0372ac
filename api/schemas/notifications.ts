import { z } from 'zod';
import { DECLINE_REASONS, type DeclineReason } from '../../domain/charges.ts';
import type { IspNotification } from '../../usecases/types.ts';

/** CloudEvents 1.0 of ISPs. Not strict: ISPs may add attributes of their own. */

const text = z.string({ error: 'must be a text' }).min(1, 'must not be empty').max(1_000, 'must have at most 1000 characters');
/** Ids are stored and compared, so they have no spaces, control characters or line breaks. */
const identifier = z.string({ error: 'must be a text' }).regex(/^[\x21-\x7e]{1,255}$/, 'must have 1 to 255 printable ASCII characters');
const happened = z.iso.datetime({ offset: true, error: 'must be an RFC 3339 instant with its zone' });

export const cloudEventSchema = z
  .object({
    id: identifier,
    source: text,
    specversion: z.literal('1.0', { error: 'must be "1.0"' }),
    type: text,
    time: happened,
    datacontenttype: z.literal('application/json', { error: 'must be "application/json"' }).exactOptional(),
    data: z.record(z.string(), z.unknown(), { error: 'must be an object' }).exactOptional(),
  })
  .meta({ id: 'CloudEvent', description: 'CloudEvents 1.0, structured mode. Types that are not known are accepted and ignored.' });

const payment = { paymentId: identifier, clientCorrelator: identifier.exactOptional() };
const completed = z.object({
  data: z.object({ ...payment, status: z.enum(['succeeded', 'failed']), paymentDate: happened.exactOptional() }),
});
const denied = z.object({
  data: z.object({ ...payment, description: text.exactOptional(), denialReason: text.exactOptional() }),
});
const revoked = z.object({ data: z.object({ mandateId: identifier, revocationDate: happened.exactOptional() }) });

type CloudEvent = z.output<typeof cloudEventSchema>;
/** Checks the data of one event type against its schema. */
type Check = <S extends z.ZodType>(schema: S, event: unknown) => z.output<S>;

const PAYMENTS = 'org.camaraproject.carrier-billing.v0';

/** How each known type is read; undefined where the event tells nothing that is ours. */
const READERS: Record<string, (event: CloudEvent, check: Check) => IspNotification | undefined> = {
  [`${PAYMENTS}.payment-completed`]: (event, check) => {
    const { data } = check(completed, event);
    // A payment without our correlator is none of ours; a procedure that failed leaves the charge to its own questions.
    if (data.clientCorrelator === undefined || data.status === 'failed') return undefined;
    const time = new Date(data.paymentDate ?? event.time);
    return { id: event.id, kind: 'payment_completed', client_correlator: data.clientCorrelator, isp_reference: data.paymentId, time };
  },
  [`${PAYMENTS}.payment-denied`]: (event, check) => {
    const { data } = check(denied, event);
    if (data.clientCorrelator === undefined) return undefined;
    const raw = data.denialReason ?? data.description ?? 'unknown';
    const [client_correlator, time] = [data.clientCorrelator, new Date(event.time)];
    return { id: event.id, kind: 'payment_denied', client_correlator, reason: declineReasonOf(raw), raw: oneLine(raw), time };
  },
  'fr.internetplus.mandate.v0.revoked': (event, check) => {
    const { data } = check(revoked, event);
    const time = new Date(data.revocationDate ?? event.time);
    return { id: event.id, kind: 'mandate_revoked', mandate_reference: data.mandateId, time };
  },
};

/** The ISP's words are kept for people; what a database or a log cannot hold is taken out, never a reason to lose the news. */
function oneLine(raw: string): string {
  return raw.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, 500);
}

function declineReasonOf(raw: string): DeclineReason {
  return DECLINE_REASONS.find((reason) => reason === raw) ?? 'unknown';
}

/** What a CloudEvent tells us, or undefined where it is nothing that we act on. */
export function readNotification(event: CloudEvent, check: Check): IspNotification | undefined {
  return Object.hasOwn(READERS, event.type) ? READERS[event.type]?.(event, check) : undefined;
}
