import { z } from 'zod';
import { ISPS } from '../../domain/isps.ts';

/** What the tour reads of statements and of the grid: an outsider's view, as in answers.ts. */

const instant = z.iso.datetime({ offset: true });
const parts = { gross: z.int(), vat: z.int(), isp_fee: z.int(), platform_share: z.int(), merchant_share: z.int() };
const kind = z.enum(['sales', 'refunds', 'clawbacks']);

export const payoutListSchema = z.object({ data: z.array(z.object({ id: z.string(), month: z.string() })), has_more: z.boolean() });

export const statementSchema = z.object({
  id: z.string().startsWith('po_'),
  livemode: z.boolean(),
  month: z.string(),
  amount: z.int(),
  carried_in: z.int(),
  earned: z.int(),
  carried_out: z.int(),
  settlements: z.array(z.object({ isp: z.enum(ISPS), settled_before: instant })),
  lines: z.array(z.object({ kind, isp: z.enum(ISPS), count: z.int(), ...parts })),
});
export type Statement = z.infer<typeof statementSchema>;

const itemSchema = z.object({
  id: z.string(),
  kind,
  isp: z.enum(ISPS),
  charge: z.string(),
  reference: z.string(),
  isp_reference: z.string(),
  grid_row: z.string(),
  occurred_at: instant,
  ...parts,
});
export type StatementItem = z.infer<typeof itemSchema>;
export const itemListSchema = z.object({ data: z.array(itemSchema), has_more: z.boolean() });

export const balanceSchema = z.object({ pending: z.int(), available: z.int(), carried_forward: z.int(), total: z.int() });

export const refundSchema = z.object({ id: z.string(), status: z.string(), amount: z.int() });

/** `npm run admin -- grid list --json`. */
export const gridSchema = z.array(z.object({ id: z.string(), isp: z.enum(ISPS), merchant_share_bp: z.int(), isp_fee_bp: z.int() }));
export type Grid = z.infer<typeof gridSchema>;
