import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { ISPS } from '../../domain/isps.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import { SALE_KINDS } from '../../domain/payout-grid.ts';
import {
  isMonth,
  PAYOUT_LINE_KINDS,
  type Parts,
  type PayoutStatement,
  type PayoutSummary,
  payoutStatus,
  sumOfParts,
} from '../../domain/payouts.ts';
import type { BalanceView, PayoutItemView } from '../../usecases/payout-types.ts';
import { id, instant, listOf, livemode, reference } from './answers.ts';
import { ispField, localeField, periodField } from './fields.ts';

const monthField = z
  .string({ error: 'must be a text' })
  .regex(/^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$/, 'must be a month from 1970-01 to 2199-12, such as 2026-11')
  .refine(isMonth, 'must be a month from 1970-01 to 2199-12, such as 2026-11')
  .meta({ description: 'A calendar month in Europe/Paris.', example: '2026-11' });

const signed = (description: string, example = 325) => z.int().meta({ description, example });
const currency = z.literal(CURRENCY);
const month = z.string().meta({ description: 'A calendar month in Europe/Paris.', example: '2026-11' });
const settlementDays = z.int().min(0).meta({ description: 'Days from a sale until its ISP has settled it.', example: 45 });

/** `?format=csv|html` goes before the Accept header. */
export const statementQuery = z.strictObject({
  format: z
    .enum(['json', 'csv', 'html'], { error: 'must be json, csv or html' })
    .exactOptional()
    .meta({ description: 'The form of the answer, whatever `Accept` says. `html` is a page to print.', example: 'json' }),
  locale: localeField.exactOptional().meta({ description: 'The language of the page; French where it is left out.', example: 'fr' }),
});

export const newPayoutSchema = z.strictObject({ month: monthField }).meta({ id: 'NewPayout' });

export const balanceSchema = z
  .object({
    livemode,
    currency,
    at: instant.meta({ description: 'The instant that it was read at.' }),
    pending: signed('Euro cents of your share of sales that their ISP has not settled yet, less their refunds.', 97_500),
    available: signed('Euro cents that are due and on no statement yet. Below zero where more was given back than sold.', 32_500),
    carried_forward: signed('Euro cents that the last statement left: less than the minimum, or a debt below zero.', 0),
    total: signed('The sum of the three: all that we owe you.', 130_000),
    isps: z
      .array(
        z.object({
          isp: ispField,
          settlement_days: settlementDays,
          pending: signed('Euro cents.', 97_500),
          available: signed('Euro cents.', 32_500),
        }),
      )
      .meta({ description: `One for each of ${ISPS.join(', ')}.` }),
  })
  .meta({ id: 'Balance', description: 'What we owe you.' });

const summaryFields = {
  id: id('po'),
  livemode,
  month,
  number: z.int().min(1).meta({ description: 'Counts your statements from 1.', example: 7 }),
  status: z
    .enum(['paid_out', 'carried_forward'])
    .meta({ description: '`carried_forward`: nothing is paid out, and what there is goes into the next statement.' }),
  amount: z.int().min(0).meta({ description: 'Euro cents that are paid out.', example: 48_325 }),
  currency,
  carried_in: signed('Euro cents that the statement before left.', 0),
  earned: signed('What the lines come to.', 48_325),
  carried_out: signed('Euro cents that go into the next statement; below zero for a debt.', 0),
  minimum: z.int().min(0).meta({ description: 'Less than this is not paid out but carried forward.', example: 1_000 }),
  ends_at: instant.meta({ description: 'When the month was over.' }),
  created_at: instant,
};

const SUMMARY = 'A month, stated once. `carried_in` and `earned` together are `amount` and `carried_out` together.';
export const payoutSchema = z.object(summaryFields).meta({ id: 'Payout', description: SUMMARY });

export const payoutListSchema = listOf('Payout', payoutSchema);

const parts = {
  gross: signed('Euro cents that buyers paid; below zero for what they were given back.', 600),
  vat: signed('The VAT of 20 % inside.', 100),
  isp_fee: signed('What the ISP keeps.', 50),
  platform_share: signed('What the platform keeps, less the fee of the ISP.', 125),
  merchant_share: signed('Your share by the grid. VAT, fee and both shares sum to `gross`.', 325),
};

const partsSchema = z.object(parts).meta({ id: 'PayoutParts', description: 'What a price is made of.' });

const kind = z.enum(PAYOUT_LINE_KINDS).meta({ description: '`clawbacks` are refunds of sales that an earlier statement has paid out.' });

const lineSchema = z
  .object({
    kind,
    isp: ispField,
    sale_kind: z.enum(SALE_KINDS),
    period: periodField.nullable(),
    price: z.int().meta({ description: 'What each sale cost, in euro cents.', example: 600 }),
    grid_row: z
      .object({ id: id('grd'), merchant_share_bp: z.int().meta({ example: 6_500 }), isp_fee_bp: z.int().meta({ example: 1_000 }) })
      .meta({
        description: 'The row of the payout grid that they were sold under: shares of the price without VAT, in basis points.',
      }),
    count: z.int().meta({ description: 'How many there were.', example: 1 }),
    ...parts,
  })
  .meta({ id: 'PayoutLine', description: 'All sales, refunds or clawbacks at one price under one row of the grid.' });

export const statementSchema = z
  .object({
    ...summaryFields,
    merchant_name: z.string(),
    settlements: z
      .array(
        z.object({
          isp: ispField,
          settlement_days: settlementDays,
          settled_before: instant.meta({ description: 'Sales before this were settled when the month ended.' }),
        }),
      )
      .meta({ description: 'What was settled by when.' }),
    lines: z.array(lineSchema),
    totals: partsSchema,
  })
  .meta({ id: 'PayoutStatement', description: SUMMARY });

export type WireStatement = z.output<typeof statementSchema>;

export const payoutItemSchema = z
  .object({
    id: id('pst').meta({ description: 'Of the posting in the ledger.' }),
    kind,
    isp: ispField,
    charge: id('chg'),
    refund: id('ref').nullable(),
    reference,
    isp_reference: z.string().meta({ description: "The payment's or the refund's id at the ISP." }),
    grid_row: id('grd'),
    occurred_at: instant,
    ...parts,
  })
  .meta({ id: 'PayoutItem', description: 'One sale or refund of a statement.' });

export const payoutItemListSchema = listOf('PayoutItem', payoutItemSchema);

export function wireBalance(view: BalanceView): z.output<typeof balanceSchema> {
  const total_cents = view.pending_cents + view.available_cents + view.carried_forward_cents;
  return {
    livemode: view.mode === 'live',
    currency: CURRENCY,
    at: wireInstant(view.at),
    pending: wireCents(view.pending_cents),
    available: wireCents(view.available_cents),
    carried_forward: wireCents(view.carried_forward_cents),
    total: wireCents(total_cents),
    isps: view.isps.map(({ isp, settlement_days, pending_cents, available_cents }) => ({
      ...{ isp, settlement_days, pending: wireCents(pending_cents), available: wireCents(available_cents) },
    })),
  };
}

export function wirePayout(summary: PayoutSummary): z.output<typeof payoutSchema> {
  return {
    id: summary.id,
    livemode: summary.mode === 'live',
    month: summary.month,
    number: summary.number,
    status: payoutStatus(summary),
    amount: wireCents(summary.payout_cents),
    currency: CURRENCY,
    carried_in: wireCents(summary.carried_in_cents),
    earned: wireCents(summary.earned_cents),
    carried_out: wireCents(summary.carried_out_cents),
    minimum: wireCents(summary.minimum_cents),
    ends_at: wireInstant(summary.ends_at),
    created_at: wireInstant(summary.created_at),
  };
}

function wireParts(of: Parts): z.output<typeof partsSchema> {
  return {
    gross: wireCents(of.gross_cents),
    vat: wireCents(of.vat_cents),
    isp_fee: wireCents(of.isp_fee_cents),
    platform_share: wireCents(of.platform_cents),
    merchant_share: wireCents(of.merchant_cents),
  };
}

export function wireStatement(statement: PayoutStatement): WireStatement {
  return {
    ...wirePayout(statement),
    merchant_name: statement.merchant_name,
    settlements: statement.settlements.map((each) => ({ ...each, settled_before: wireInstant(each.settled_before) })),
    lines: statement.lines.map((line) => ({
      ...{ kind: line.kind, isp: line.isp, sale_kind: line.sale_kind, period: line.period, price: wireCents(line.price_cents) },
      ...{ grid_row: line.grid_row, count: line.count, ...wireParts(line) },
    })),
    totals: wireParts(sumOfParts(statement.lines)),
  };
}

export function wireItem(item: PayoutItemView): z.output<typeof payoutItemSchema> {
  const { id, kind, isp, charge, refund, reference, isp_reference, grid_row, occurred_at } = item;
  return { id, kind, isp, charge, refund, reference, isp_reference, grid_row, occurred_at: wireInstant(occurred_at), ...wireParts(item) };
}
