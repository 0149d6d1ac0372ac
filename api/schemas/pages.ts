import { z } from 'zod';
import type { ZodOpenApiOverrideMetaContext } from 'zod-openapi/api';
import type { Listing, Page, SubjectPage } from '../../usecases/types.ts';
import { exampleId, idField } from './fields.ts';

const PAGE_LIMIT_DEFAULT = 20;
const PAGE_LIMIT_MAX = 100;

/** A number in a query, in plain digits: `1e1` and `0x10` are numbers to JavaScript only. */
export function queryNumber(maximum: number) {
  return z
    .string({ error: 'must be an integer' })
    .regex(/^-?\d{1,15}$/, 'must be an integer')
    .transform(Number)
    .pipe(z.int().min(1, 'must be at least 1').max(maximum, `must be at most ${maximum}`));
}

/** How such a number stands in the OpenAPI document. */
export function asInteger(schema: { maximum: number; default?: number }) {
  return ({ jsonSchema }: ZodOpenApiOverrideMetaContext) => {
    delete jsonSchema.pattern;
    Object.assign(jsonSchema, { type: 'integer', minimum: 1, ...schema });
  };
}

const limitField = queryNumber(PAGE_LIMIT_MAX)
  .default(PAGE_LIMIT_DEFAULT)
  .meta({
    description: 'The most items that the page may have.',
    example: PAGE_LIMIT_DEFAULT,
    override: asInteger({ maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_DEFAULT }),
  });

/** `limit` and `after`, for queries that have more besides. */
export function pageFields(prefix: string) {
  return {
    limit: limitField,
    after: idField(prefix, 'the last item of the page before')
      .exactOptional()
      .meta({ description: 'The last id of the page before; what comes after it is listed.', example: exampleId(prefix) }),
  };
}

/** `?limit=1..100&after=<id>` of a list whose items have ids of this prefix. */
export function pageQuery(prefix: string) {
  return z.strictObject(pageFields(prefix)).transform(({ limit, after }): Page => ({ limit, after }));
}

export const subjectFields = {
  purchase: idField('pur', 'a purchase')
    .exactOptional()
    .meta({ description: 'Only what belongs to this purchase.', example: exampleId('pur') }),
  subscription: idField('sub', 'a subscription')
    .exactOptional()
    .meta({ description: 'Only what belongs to this subscription.', example: exampleId('sub') }),
};

/** A page that may be narrowed to what belongs to one purchase or one subscription. */
export function subjectPageQuery(prefix: string) {
  return z
    .strictObject({ ...pageFields(prefix), ...subjectFields })
    .transform(({ limit, after, purchase, subscription }): SubjectPage => ({ limit, after, purchase, subscription }));
}

export function wireList<View, Wire>(listing: Listing<View>, wireItem: (view: View) => Wire): { data: Wire[]; has_more: boolean } {
  return { data: listing.data.map(wireItem), has_more: listing.has_more };
}
