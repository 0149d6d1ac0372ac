import { z } from 'zod';
import type { Scope } from '../usecases/types.ts';
import type { IdPrefix } from '../vault/ids.ts';
import type { Deprecation } from './deprecation.ts';
import type { ProblemCode } from './problems.ts';
import { validate } from './validation.ts';

export type Method = 'get' | 'post' | 'patch';
export type Tag =
  | 'Documents'
  | 'Checkouts'
  | 'Purchases'
  | 'Subscriptions'
  | 'Codes'
  | 'Charges'
  | 'Payouts'
  | 'Reports'
  | 'Events'
  | 'Test clocks'
  | 'ISPs'
  | 'Merchants'
  | 'Keys'
  | 'Callback secrets'
  | 'People'
  | 'Service';

export type DescribedAnswer = {
  description: string;
  schema: z.ZodType | null;
  media_type?: string;
  or_page?: boolean;
  or_csv?: boolean;
  /** Fields that the example made of the schema is to have instead of its own. */
  example?: unknown;
};

/** What the OpenAPI document says of one call. The routes are mounted from the same objects, so neither can lack what the other has. */
export type Description = {
  name: string;
  tag: Tag;
  method: Method;
  /** As OpenAPI writes it: `/v1/purchases/{id}`. */
  path: `/${string}`;
  summary: string;
  /** More than the summary says, where there is more to know. */
  description?: string;
  /** Set where the call goes away: its answers then carry the headers that say so. */
  deprecated?: Deprecation;
  /** What the `{id}` of the path begins with. An id of another form names nothing, so it is not found. */
  id_prefix?: IdPrefix;
  query?: z.ZodObject | z.ZodPipe<z.ZodObject>;
  body?: z.ZodType;
  body_media_type?: string;
  example?: unknown;
  /** By status. A null schema is an answer without a body; `or_page` is one that can also be had as HTML. */
  answers: Record<number, DescribedAnswer>;
  /** Beside those that each call of its kind can have. */
  refusals: readonly ProblemCode[];
  access: 'api_key' | 'admin_key' | 'isp' | 'public';
  /** Takes an Idempotency-Key: set for POSTs that create or move money. The prefix of what is created, or `existing` object. */
  idempotent?: IdPrefix | 'existing';
};

/**
 * One authenticated call. `resource_id` is the id of the object: that of the object to be created, else the path's. `path_id` is the path's
 * where a call has both, as a refund of a charge.
 */
export type Call = { scope: Scope; live: boolean; resource_id: string; path_id: string; wanted: Wanted };
/** What the `Accept` header asks for, of the forms that an answer may have; JSON where it asks for nothing. */
export type Wanted = 'json' | 'csv' | 'html';
export type Answer =
  /** `kept` is what an Idempotency-Key keeps in place of the body: without what must be told once only. */
  { status: number; body: unknown; kept?: unknown } | { status: number; page: string } | { status: number; csv: string; name: string };

/** A call of merchants' servers or of operators, ready to be mounted. */
export type Operation = Description & {
  access: 'api_key' | 'admin_key';
  /** Checks query and body (throws validation_failed) and gives back what then does it. */
  prepare(input: { query: unknown; body: unknown }): (call: Call) => Promise<Answer>;
};

const NOTHING = z.strictObject({});

type Specification<Query extends Description['query'], Body extends z.ZodType> = Omit<Description, 'access' | 'query' | 'body'> & {
  query?: Query;
  body?: Body;
  handle(call: Call & { query: z.output<NonNullable<Query>>; body: z.output<Body> }): Promise<Answer>;
};

/** Binds a handler to its schemas: it is called with what they let through. Without a schema, nothing is let through. */
export function operation<Query extends NonNullable<Description['query']> = typeof NOTHING, Body extends z.ZodType = typeof NOTHING>(
  specification: Specification<Query, Body>,
): Operation {
  const { handle, ...description } = specification;
  return {
    ...description,
    access: 'api_key',
    prepare(input) {
      const query = validate(specification.query ?? NOTHING, input.query) as z.output<NonNullable<Query>>;
      const body = validate(specification.body ?? NOTHING, input.body) as z.output<Body>;
      return (call) => handle({ ...call, query, body });
    },
  };
}

/** The same for a call that operators make with the admin key. */
export function adminOperation<Query extends NonNullable<Description['query']> = typeof NOTHING, Body extends z.ZodType = typeof NOTHING>(
  specification: Specification<Query, Body>,
): Operation {
  return { ...operation(specification), access: 'admin_key' };
}
