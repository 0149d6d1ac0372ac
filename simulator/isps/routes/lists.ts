import { z } from 'zod';
import { type Answer, type CamaraCode, CamaraError } from '../errors.ts';
import type { Page } from '../payment-lists.ts';
import { parseInput } from './requests.ts';

const PER_PAGE_MAX = 100;
const instant = z.iso.datetime({ offset: true }).optional();
const many = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? undefined : [value].flat().flatMap((part) => part.split(','))));

const listQuery = z.object({
  page: z.coerce.number().int().default(1),
  perPage: z.coerce.number().int().default(10),
  order: z.enum(['desc', 'asc']).default('desc'),
  merchantIdentifier: z.string().optional(),
  referenceCode: z.string().optional(),
  clientCorrelator: z.string().optional(),
  paymentStatus: many.pipe(
    z.array(z.enum(['processing', 'pending_validation', 'denied', 'reserved', 'succeeded', 'cancelled'])).optional(),
  ),
  refundStatus: many.pipe(z.array(z.enum(['processing', 'denied', 'succeeded'])).optional()),
  'paymentCreationDate.gte': instant,
  'paymentCreationDate.lte': instant,
  'refundCreationDate.gte': instant,
  'refundCreationDate.lte': instant,
});

/** A query on one of the two lists. Without an end, everything up to the last booking: a simulated clock may be ahead of ours. */
export function readListQuery(query: unknown, of: 'payment' | 'refund') {
  const read = parseInput(listQuery, query);
  if (read.page < 1 || read.perPage < 1 || read.perPage > PER_PAGE_MAX) throw new CamaraError('OUT_OF_RANGE');
  const from = read[`${of}CreationDate.gte`];
  const until = read[`${of}CreationDate.lte`];
  const range = {
    from_ms: from === undefined ? undefined : Date.parse(from),
    until_ms: until === undefined ? undefined : Date.parse(until),
  };
  if (range.from_ms !== undefined && range.until_ms !== undefined && range.from_ms > range.until_ms) {
    const code: CamaraCode = of === 'payment' ? 'CARRIER_BILLING.INVALID_DATE_RANGE' : 'CARRIER_BILLING_REFUND.INVALID_DATE_RANGE';
    throw new CamaraError(code);
  }
  const page: Page = { limit: read.perPage, offset: (read.page - 1) * read.perPage, order: read.order };
  return { ...read, ...range, page_window: page };
}

/** A page of a list with the two headers by which CAMARA tells where it stands in the whole. */
export const listAnswer = (items: readonly unknown[], total: number, { offset }: Page): Answer => ({
  status: 200,
  headers: { 'X-Total-Count': String(total), 'Content-Last-Key': String(offset + items.length) },
  body: items,
});
