import { z } from 'zod';
import { EVENT_TYPES } from '../../domain/events.ts';
import type { EventPage, Redelivery } from '../../usecases/event-types.ts';
import { exampleId, idField } from './fields.ts';
import { instantOf, refuseEmptyRanges, statusField, withDates } from './list-filters.ts';
import { pageFields, subjectFields } from './pages.ts';

export const DELIVERY_STATUSES = ['none', 'pending', 'retrying', 'delivered', 'failed', 'disabled'] as const;
const REDELIVERABLE = ['failed', 'disabled', 'delivered'] as const;

/** More than this in one request are left for the next. */
const REDELIVERED_MAX = 10_000;

const eventFields = {
  ...subjectFields,
  document: idField('doc', 'a document')
    .exactOptional()
    .meta({ description: 'Only of this document.', example: exampleId('doc') }),
  type: z
    .enum(EVENT_TYPES, { error: `must be one of ${EVENT_TYPES.join(', ')}` })
    .exactOptional()
    .meta({ description: 'Only events of this type.' }),
  created_from: instantOf('Only what was written down at this instant or later; a list is then ordered by `created_at`.'),
  created_to: instantOf('Only what was written down before this instant.'),
};

export const eventPageQuery = z
  .strictObject({
    ...pageFields('evt'),
    ...eventFields,
    delivery_status: statusField(DELIVERY_STATUSES),
    order: z
      .enum(['newest', 'sequence'], { error: 'must be newest or sequence' })
      .exactOptional()
      .meta({ description: '`sequence`, of one subscription: in the order in which things happened. Otherwise the newest first.' }),
  })
  .superRefine(refuseEmptyRanges)
  .superRefine(({ order, subscription }, context) => {
    if (order !== 'sequence' || subscription !== undefined) return;
    context.addIssue({ code: 'custom', path: ['order'], message: 'can be sequence only with a subscription', input: order });
  })
  .transform((query): EventPage => withDates(query));

export const redeliverySchema = z
  .strictObject({
    ...eventFields,
    delivery_status: z
      .enum(REDELIVERABLE, { error: `must be one of ${REDELIVERABLE.join(', ')}` })
      .exactOptional()
      .meta({ description: 'Only events with this status; without it all that were never delivered, `failed` and `disabled`.' }),
    limit: z
      .int('must be an integer')
      .min(1, 'must be at least 1')
      .max(REDELIVERED_MAX, `must be at most ${REDELIVERED_MAX}`)
      .default(REDELIVERED_MAX)
      .meta({ description: 'The most events that are queued, the oldest first.', example: 1_000 }),
  })
  .superRefine(refuseEmptyRanges)
  .meta({ id: 'Redelivery' });

export const redeliveredSchema = z
  .object({
    count: z.int().meta({ description: 'How many events were queued.', example: 1_000 }),
    has_more: z.boolean().meta({ description: 'Whether more fit than `limit`: ask again, with another Idempotency-Key.' }),
  })
  .meta({ id: 'Redelivered' });

export function redelivery(body: z.output<typeof redeliverySchema>): Redelivery {
  return withDates(body);
}
