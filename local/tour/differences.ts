import type { Callback, Charge, Payment } from './answers.ts';
import { wallClock } from './calendar.ts';
import { euros } from './euros.ts';
import type { ComparisonLine, Expected, Sale } from './sale.ts';

type Found = Pick<ComparisonLine, 'payment' | 'charge' | 'callback'>;

/** Everything in which the sides of one line disagree, among themselves or with what was sold. */
export function differencesOf(sale: Sale, expected: Expected, { payment, charge, callback }: Found): string[] {
  const charged = expected.is_charged
    ? [
        ...(payment ? ofPayment(sale, expected, payment) : ["nothing in the ISP's books"]),
        ...(charge ? ofCharge(sale, charge) : ['no charge of ours']),
        ...(payment && charge ? ofPair(payment, charge) : []),
      ]
    : [];
  return [...charged, ...(callback ? ofCallback(sale, expected, callback) : ['no callback received'])];
}

function ofPayment(sale: Sale, { due }: Expected, payment: Payment): string[] {
  const booked = wallClock(payment.created_at);
  return [
    unless(payment.status === 'succeeded', `the ISP's books say ${payment.status}`),
    unless(payment.amount === sale.amount, `${euros(payment.amount)} in the ISP's books, sold for ${euros(sale.amount)}`),
    unless(payment.refunded === 0, `${euros(payment.refunded)} refunded at the ISP`),
    unless(due === null || booked === due, `booked at ${booked}, due at ${due}`),
    unless(!isAfterEnd(sale, payment), 'charged after the end'),
  ].flat();
}

function ofCharge(sale: Sale, charge: Charge): string[] {
  return [
    unless(charge.status === 'succeeded', `our charge is ${charge.status}`),
    unless(charge.amount === sale.amount, `our charge is of ${euros(charge.amount)}, sold for ${euros(sale.amount)}`),
    unless(charge.isp === sale.isp, `our charge is at ${charge.isp}`),
  ].flat();
}

function ofPair(payment: Payment, charge: Charge): string[] {
  return [
    unless(charge.isp_reference === payment.payment_id, `our charge names the payment ${charge.isp_reference ?? '(none)'}`),
    unless(charge.reference === payment.reference_code, `the ISP shows the reference ${payment.reference_code}, we ${charge.reference}`),
  ].flat();
}

function ofCallback(sale: Sale, { callback_type, sequence, period }: Expected, { type, data }: Callback): string[] {
  return [
    unless(type === callback_type, `the callback says ${type}, not ${callback_type}`),
    unless(data.amount === sale.amount, `the callback says ${euros(data.amount)}, sold for ${euros(sale.amount)}`),
    unless(data.reference === sale.reference, `the callback says the reference ${data.reference}, the sale has ${sale.reference}`),
    unless(data.sequence === sequence, `the callback is number ${data.sequence ?? '(none)'}, not ${sequence ?? '(none)'}`),
    unless((data.period?.index ?? null) === period, `the callback is about period ${data.period?.index ?? '(none)'}`),
  ].flat();
}

/** Why a payment that no line has claimed should not be there. */
export function surplusPayment(sale: Sale, payment: Payment, lines: readonly ComparisonLine[]): string {
  if (isAfterEnd(sale, payment)) return 'charged after the end';
  const twin = lines.some((line) => line.payment?.reference_code === payment.reference_code);
  return twin ? 'charged twice' : "in the ISP's books, but nothing was sold for it";
}

function isAfterEnd({ ended_at }: Sale, { created_at }: Payment): boolean {
  return ended_at !== undefined && Date.parse(created_at) > Date.parse(ended_at);
}

function unless(holds: boolean, difference: string): string[] {
  return holds ? [] : [difference];
}
