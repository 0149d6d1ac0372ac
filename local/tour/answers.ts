import { z } from 'zod';
import { ISPS } from '../../domain/isps.ts';

/** What the tour reads of each answer. Written apart from the API's own schemas: an outsider's view of the contract. */

const instant = z.iso.datetime({ offset: true });
const period = z.object({ index: z.int(), start: instant, end: instant });

export const stackSchema = z.object({
  api: z.url(),
  admin: z.url(),
  admin_api_key: z.string(),
  isps: z.object({ base: z.url() }),
  temporal: z.object({ address: z.string(), namespace: z.string(), ui: z.string() }),
  mail: z.url(),
  shop: z.url(),
  database: z.string(),
  merchant: z.object({ id: z.string(), tier: z.string(), api_key: z.string(), email: z.string() }),
  documents: z.object({ one_shot: z.string(), rebilling: z.string() }),
  pids: z.record(z.string(), z.int()),
});
export type Stack = z.infer<typeof stackSchema>;

export const documentSchema = z.object({
  id: z.string().startsWith('doc_'),
  kind: z.enum(['one_shot', 'rebilling']),
  callback_url: z.string().nullable(),
  price: z.int().optional(),
  max_codes: z.int().optional(),
  offers: z.array(z.object({ id: z.string(), period: z.enum(['week', 'month', 'quarter']), price: z.int() })).default([]),
});
export type Document = z.infer<typeof documentSchema>;

export const checkoutSchema = z.object({
  id: z.string(),
  url: z.url(),
  status: z.enum(['open', 'completed', 'expired']),
  purchase: z.string().optional(),
  subscription: z.string().optional(),
});

export const purchaseSchema = z.object({
  id: z.string().startsWith('pur_'),
  status: z.enum(['processing', 'completed', 'declined', 'in_doubt']),
  reference: z.string(),
  amount: z.int(),
  codes: z.array(z.object({ code: z.string(), status: z.enum(['unused', 'used']) })),
});
export type Purchase = z.infer<typeof purchaseSchema>;

export const subscriptionSchema = z.object({
  id: z.string().startsWith('sub_'),
  status: z.enum(['pending', 'active', 'past_due', 'in_doubt', 'ended']),
  reference: z.string(),
  code: z.string().nullable(),
  current_period: period.nullable(),
  next_charge_at: instant.nullable(),
  ended_at: instant.optional(),
  end_reason: z.string().optional(),
  end_source: z.string().optional(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

export const validationSchema = z.union([
  z.object({ valid: z.literal(true), kind: z.enum(['one_shot', 'subscription']), valid_until: instant.optional() }),
  z.object({ valid: z.literal(false), reason: z.enum(['unknown', 'used', 'expired', 'ended']) }),
]);
export type Validation = z.infer<typeof validationSchema>;

export const clockSchema = z.object({ id: z.string().startsWith('clk_'), now: instant, status: z.enum(['ready', 'advancing']) });

export const chargeSchema = z.object({
  id: z.string(),
  reference: z.string(),
  isp: z.enum(ISPS),
  amount: z.int(),
  status: z.string(),
  isp_reference: z.string().nullable(),
  period: period.optional(),
});
export type Charge = z.infer<typeof chargeSchema>;
export const chargeListSchema = z.object({ data: z.array(chargeSchema), has_more: z.boolean() });

export const paymentSchema = z.object({
  payment_id: z.string(),
  reference_code: z.string(),
  amount: z.int(),
  refunded: z.int(),
  status: z.string(),
  line: z.string(),
  created_at: instant,
});
export type Payment = z.infer<typeof paymentSchema>;

export const mandateSchema = z.object({ mandate_id: z.string(), line: z.string(), status: z.string() });

export const callbackSchema = z.object({
  webhook_id: z.string(),
  type: z.string(),
  data: z.object({
    reference: z.string(),
    amount: z.int(),
    charge: z.string().optional(),
    sequence: z.int().optional(),
    period: period.optional(),
  }),
});
export type Callback = z.infer<typeof callbackSchema>;
export const callbackListSchema = z.object({ data: z.array(callbackSchema), has_more: z.boolean() });

const letterHead = z.object({ id: z.string(), subject: z.string() });
export const letterListSchema = z.object({ data: z.array(letterHead), has_more: z.boolean() });
export type LetterHead = z.infer<typeof letterHead>;
export const letterSchema = z.object({ subject: z.string(), text: z.string(), headers: z.record(z.string(), z.string()) });
export type Letter = z.infer<typeof letterSchema>;
