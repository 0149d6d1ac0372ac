import { z } from 'zod';
import { CHARGE_STATUSES } from '../../domain/charges.ts';
import { PURCHASE_STATUSES, SUBSCRIPTION_STATUSES } from '../../domain/subscriptions.ts';
import type { ChargePage, PurchasePage, SubscriptionPage } from '../../usecases/list-types.ts';
import { clientReferenceField, clockInstantField, exampleId, idField, ispField } from './fields.ts';
import { pageFields, subjectFields } from './pages.ts';

/** What a charge can be on the wire: a success of which money was given back is another status. */
export const CHARGE_LIST_STATUSES = [...CHARGE_STATUSES, 'partly_refunded', 'refunded'] as const;

export const instantOf = (description: string) => clockInstantField.exactOptional().meta({ description });

const soldFields = {
  document: idField('doc', 'a document')
    .exactOptional()
    .meta({ description: 'Only of this document.', example: exampleId('doc') }),
  isp: ispField.exactOptional().meta({ description: 'Only at this provider.' }),
  created_from: instantOf('Only what was made at this instant or later; the list is then ordered by `created_at`.'),
  created_to: instantOf('Only what was made before this instant.'),
};

const referenceFields = {
  client_reference: clientReferenceField.exactOptional().meta({ description: 'Only of this reference of yours.' }),
};

export function statusField<const Status extends readonly [string, ...string[]]>(statuses: Status) {
  return z
    .enum(statuses, { error: `must be one of ${statuses.join(', ')}` })
    .exactOptional()
    .meta({ description: 'Only what has this status.' });
}

export const chargePageQuery = z
  .strictObject({
    ...pageFields('chg'),
    ...subjectFields,
    ...soldFields,
    status: statusField(CHARGE_LIST_STATUSES),
    booked_from: instantOf('Only what the provider books at this instant or later; the list is then ordered by that instant.'),
    booked_to: instantOf('Only what the provider books before this instant.'),
  })
  .superRefine(refuseEmptyRanges)
  .transform((query): ChargePage => withDates(query));

export const purchasePageQuery = z
  .strictObject({ ...pageFields('pur'), ...soldFields, ...referenceFields, status: statusField(PURCHASE_STATUSES) })
  .superRefine(refuseEmptyRanges)
  .transform((query): PurchasePage => withDates(query));

export const subscriptionPageQuery = z
  .strictObject({ ...pageFields('sub'), ...soldFields, ...referenceFields, status: statusField(SUBSCRIPTION_STATUSES) })
  .superRefine(refuseEmptyRanges)
  .transform((query): SubscriptionPage => withDates(query));

const DATES = ['created_from', 'created_to', 'booked_from', 'booked_to'] as const;
type Dates = { [Name in (typeof DATES)[number]]?: string };

/** A range that holds no instant is a slip of the caller's. */
export function refuseEmptyRanges(query: Dates, context: z.core.$RefinementCtx): void {
  for (const kind of ['created', 'booked'] as const) {
    const { [`${kind}_from` as const]: from, [`${kind}_to` as const]: to } = query;
    // What is no instant at all is told already.
    if (from === undefined || to === undefined || !(Date.parse(from) >= Date.parse(to))) continue;
    context.addIssue({ code: 'custom', path: [`${kind}_to`], message: `must be later than ${kind}_from`, input: to });
  }
}

export function withDates<Query extends Dates & { after?: string }>(query: Query) {
  const dates = DATES.flatMap((name) => (query[name] === undefined ? [] : [[name, new Date(query[name])]]));
  return { ...query, after: query.after, ...(Object.fromEntries(dates) as { [Name in keyof Dates]?: Date }) };
}
