import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import { REFUND_DECLINE_REASONS } from '../../domain/refunds.ts';
import type { RefundView } from '../../usecases/types.ts';
import { amount, id, instant, livemode } from './answers.ts';
import { currencyField, ispField, priceField, reasonField } from './fields.ts';

export const newRefundSchema = z
  .strictObject({
    amount: priceField.exactOptional().meta({ description: 'Euro cents. Without it, all that remains of the charge.', example: 300 }),
    currency: currencyField,
    reason: reasonField,
  })
  .meta({ id: 'NewRefund' });

export const refundSchema = z
  .object({
    id: id('ref'),
    livemode,
    charge: id('chg'),
    amount,
    currency: z.literal(CURRENCY),
    isp: ispField,
    status: z.enum(['processing', 'succeeded', 'declined', 'in_doubt']),
    reason: z.string(),
    isp_reference: z.string().nullable().meta({ description: "The refund's id at the ISP." }),
    decline: z.object({ reason: z.enum(REFUND_DECLINE_REASONS), raw: z.string().nullable() }).exactOptional(),
    created_at: instant,
    settled_at: instant.nullable(),
  })
  .meta({ id: 'Refund', description: 'Money given back of a charge.' });

export function wireRefund(view: RefundView, live: boolean): z.output<typeof refundSchema> {
  return {
    id: view.id,
    livemode: live,
    charge: view.charge,
    amount: wireCents(view.amount_cents),
    currency: CURRENCY,
    isp: view.isp,
    status: view.status,
    reason: view.reason,
    isp_reference: view.isp_reference,
    ...(view.decline === null ? {} : { decline: view.decline }),
    created_at: wireInstant(view.created_at),
    settled_at: view.settled_at === null ? null : wireInstant(view.settled_at),
  };
}
