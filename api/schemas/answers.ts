import { z } from 'zod';
import { DECLINE_REASONS } from '../../domain/charges.ts';
import { exampleId, withoutPattern } from './fields.ts';

/** Parts of answers. */

export const instant = z.iso.datetime().meta({
  description: 'RFC 3339, UTC.',
  example: '2027-01-31T10:00:00.000Z',
  override: withoutPattern,
});

export const amount = z.int().meta({ description: 'Euro cents, VAT included.', example: 300 });

export const livemode = z.boolean().meta({ description: 'False for everything made with a test key.', example: false });

export function id(prefix: string) {
  return z.string().meta({ example: exampleId(prefix) });
}

export const reference = z.string().meta({ description: "What the buyer reads on the ISP's invoice.", example: '7M5T3WC6BHNA' });

export const periodBounds = z
  .object({ index: z.int().min(0), start: instant, end: instant })
  .meta({ id: 'PeriodBounds', description: 'One paid period, counted in Europe/Paris; `end` is where the next begins.' });

export const decline = z.object({ reason: z.enum(DECLINE_REASONS) }).meta({ id: 'Decline', description: 'Why the ISP refused.' });

/** A page of a list, newest first; `after` the last id of it is the next page. */
export function listOf<S extends z.ZodType>(name: string, item: S) {
  return z.object({ data: z.array(item), has_more: z.boolean() }).meta({ id: `${name}List` });
}

export const problemSchema = z
  .object({
    type: z.string().meta({ format: 'uri-reference', example: '/docs/problems/validation_failed' }),
    title: z.string().meta({ example: 'Request not valid' }),
    status: z.int().meta({ example: 422 }),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable: decide by this.', example: 'validation_failed' }),
    errors: z.array(z.object({ pointer: z.string().meta({ example: '/offers/0/price' }), message: z.string() })).exactOptional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });
