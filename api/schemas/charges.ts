import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { DECLINE_REASONS } from '../../domain/charges.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import type { ChargeView } from '../../usecases/types.ts';
import { amount, id, instant, listOf, livemode, periodBounds, reference } from './answers.ts';
import { ispField } from './fields.ts';
import { CHARGE_LIST_STATUSES } from './list-filters.ts';
import { wirePeriod } from './periods.ts';
import { refundSchema, wireRefund } from './refunds.ts';

const attempt = z.object({
  number: z.int(),
  outcome: z.string(),
  client_correlator: z.string().meta({ description: 'Names this attempt at the ISP.' }),
  sent_at: instant,
  finished_at: instant.nullable(),
});

export const chargeSchema = z
  .object({
    id: id('chg'),
    livemode,
    reference,
    purchase: id('pur').exactOptional(),
    subscription: id('sub').exactOptional(),
    period: periodBounds.exactOptional(),
    document: id('doc'),
    isp: ispField,
    amount,
    currency: z.literal(CURRENCY),
    refunded_amount: z.int().min(0).meta({ description: 'Euro cents that were given back.', example: 0 }),
    status: z.enum(CHARGE_LIST_STATUSES),
    isp_reference: z.string().nullable().meta({ description: "The payment's id at the ISP." }),
    decline: z.object({ reason: z.enum(DECLINE_REASONS), raw: z.string().nullable() }).exactOptional(),
    due_at: instant,
    settled_at: instant.nullable(),
    attempts: z.array(attempt),
    refunds: z.array(refundSchema),
    created_at: instant,
  })
  .meta({ id: 'Charge', description: 'One transaction at an ISP.' });

export const chargeListSchema = listOf('Charge', chargeSchema);

export function wireCharge(view: ChargeView, live: boolean): z.output<typeof chargeSchema> {
  return {
    id: view.id,
    livemode: live,
    reference: view.reference,
    ...(view.purchase === null ? {} : { purchase: view.purchase }),
    ...(view.subscription === null ? {} : { subscription: view.subscription }),
    ...(view.period === null ? {} : { period: wirePeriod(view.period) }),
    document: view.document,
    isp: view.isp,
    amount: wireCents(view.amount_cents),
    currency: CURRENCY,
    refunded_amount: wireCents(view.refunded_cents),
    status: wireStatus(view),
    isp_reference: view.isp_reference,
    ...(view.decline === null ? {} : { decline: { reason: view.decline.reason, raw: view.decline.raw } }),
    due_at: wireInstant(view.due_at),
    settled_at: view.settled_at === null ? null : wireInstant(view.settled_at),
    attempts: view.attempts.map(({ number, outcome, client_correlator, sent_at, finished_at }) => ({
      number,
      outcome,
      client_correlator,
      sent_at: wireInstant(sent_at),
      finished_at: finished_at === null ? null : wireInstant(finished_at),
    })),
    refunds: view.refunds.map((refund) => wireRefund(refund, live)),
    created_at: wireInstant(view.created_at),
  };
}

/** What a charge can be (product.md) has refunds as its last step; the row stays a success, with what was given back beside it. */
function wireStatus({ status, amount_cents, refunded_cents }: ChargeView): z.output<typeof chargeSchema>['status'] {
  if (status !== 'succeeded' || refunded_cents === 0n) return status;
  return refunded_cents === amount_cents ? 'refunded' : 'partly_refunded';
}
