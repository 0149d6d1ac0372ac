import { html } from 'ghtml';
import { z } from 'zod';
import { reasonField } from '../../../api/schemas/fields.ts';
import { decimalText } from '../../../domain/money.ts';
import type { ChargeView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { centsOfEuros } from '../kit/amount.ts';
import { fieldText, textField } from '../kit/fields.ts';
import { moneyText } from '../kit/format.ts';
import { TRANSACTIONS } from './texts.ts';

/** The form as it was sent, where something in it is to be corrected. `id` names the refund that it asks for. */
export type RefundForm = { id: string; amount?: string; reason?: string; wrong?: readonly ('amount' | 'reason')[] };

/** Asks for a refund. The id stands in the form, so that a double click, a reload or a retry asks for the same refund. */
export function refundForm({ locale, session }: Visit, asked: { charge: ChargeView; left_cents: bigint; form: RefundForm }): string {
  const { charge, left_cents, form } = asked;
  const texts = TRANSACTIONS[locale];
  const left = moneyText(left_cents, locale);
  const decimal = decimalText(left_cents);
  const error = (name: 'amount' | 'reason', sentence: string) => (form.wrong?.includes(name) ? sentence : undefined);
  return html`<p>${texts.refund_intro(left)}</p>
<form method="post" action="/console/transactions/${charge.id}/refund" data-once>
!${csrfField(session)}<input type="hidden" name="refund" value="${form.id}">
!${textField({
    name: 'amount',
    label: texts.refund_amount,
    hint: texts.refund_amount_hint(left),
    value: form.amount ?? (locale === 'fr' ? decimal.replace('.', ',') : decimal),
    error: error('amount', texts.refund_amount_wrong),
    is_required: true,
    keys: 'decimal',
  })}
!${textField({
    name: 'reason',
    label: texts.refund_reason,
    hint: texts.refund_reason_hint,
    value: form.reason,
    error: error('reason', texts.refund_reason_wrong),
    is_required: true,
    length_max: 200,
  })}
<button>${texts.refund_button}</button>
</form>`;
}

const RefundId = z.string().regex(/^ref_\w{1,36}$/);

export type ParsedRefund = { refund: { id: string; amount_cents: bigint; reason: string } } | { form: RefundForm };

/** What a sent form asks for, or the form to correct. `new_id` is for one whose own id is gone. */
export function parseRefund(fields: Record<string, unknown>, new_id: string): ParsedRefund {
  const [amount, reason] = [fieldText(fields, 'amount'), fieldText(fields, 'reason')];
  const id = RefundId.catch(new_id).parse(fields.refund);
  const amount_cents = centsOfEuros(amount);
  const checked = reasonField.safeParse(reason);
  if (amount_cents !== undefined && amount_cents > 0n && checked.success) return { refund: { id, amount_cents, reason: checked.data } };
  const wrong = [
    ...(amount_cents === undefined || amount_cents === 0n ? (['amount'] as const) : []),
    ...(checked.success ? [] : (['reason'] as const)),
  ];
  return { form: { id, amount, reason, wrong } };
}
