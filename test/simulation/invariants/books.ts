import type { ChargeRow } from '../../../db/entities/charge.ts';
import { monthBounds } from '../../../domain/calendar.ts';
import { clientCorrelator } from '../../../domain/charges.ts';
import { ISPS } from '../../../domain/isps.ts';
import { MONTHLY_CAP_CENTS, ONE_SHOT_CEILING_CENTS } from '../../../domain/offers.ts';
import type { World } from '../engine/world.ts';
import type { Payment } from '../isps/books.ts';
import type { Finding } from './index.ts';
import { givenBackIn } from './refunds.ts';

const OPERATION_CEILING_CENTS = 5_000n;

const succeededIn = (world: World): Payment[] =>
  ISPS.flatMap((isp) => world.isps[isp].books.payments.filter(({ status }) => status === 'succeeded'));

/** The key that a correlator was made of. */
const keyOf = ({ client_correlator }: Payment) => client_correlator.replace(/:a\d+$/, '');

const chargesByKey = (world: World) => new Map(world.database.rows<ChargeRow>('charge').map((charge) => [charge.key, charge]));

export function chargedOnce(world: World): Finding[] {
  const seen = new Map<string, Payment>();
  return succeededIn(world).flatMap((payment) => {
    const first = seen.get(keyOf(payment));
    seen.set(keyOf(payment), payment);
    return first ? [{ subject: keyOf(payment), detail: `charged twice: ${first.payment_id} and ${payment.payment_id}` }] : [];
  });
}

/**
 * Charged there is charged here, for the same amount under the same references. The one exception is policy: a doubt that nobody could
 * resolve for seven days ends in the buyer's favour, whatever the ISP has.
 */
export function agreement(world: World): Finding[] {
  const charges = chargesByKey(world);
  const payments = succeededIn(world);
  const there = payments.flatMap((payment): Finding[] => {
    const charge = charges.get(keyOf(payment));
    const finding = (detail: string) => [{ subject: keyOf(payment), detail }];
    if (!charge) return finding(`the ISP has ${payment.payment_id} that we know nothing of`);
    if (charge.status === 'not_charged' && world.judge.given_up.has(payment.client_correlator)) {
      world.sometimes.hit('charged_after_giving_up');
      return [];
    }
    if (charge.status !== 'succeeded') return finding(`the ISP has charged ${payment.payment_id}, here it is ${charge.status}`);
    const same =
      charge.isp_reference === payment.payment_id &&
      charge.amount_cents === payment.amount_cents &&
      charge.reference === payment.reference_code &&
      clientCorrelator(charge.key, charge.attempt) === payment.client_correlator;
    return same ? [] : finding(`${payment.payment_id} of ${payment.client_correlator} differs from our row`);
  });
  const known = new Set(payments.map(({ payment_id }) => payment_id));
  const here = [...charges.values()]
    .filter(({ status, isp_reference }) => status === 'succeeded' && !known.has(isp_reference ?? ''))
    .map(({ key }) => ({ subject: key, detail: 'it is succeeded here, and the ISP has not charged it' }));
  return [...there, ...here];
}

/**
 * EUR 30 a purchase, EUR 50 an operation, EUR 300 a subscriber and calendar month, less what has gone back by then. The month is that of the
 * instant at which we sent it, as the cap is counted; a charge that was given up counts for nobody.
 */
export function ceilings(world: World): Finding[] {
  const charges = chargesByKey(world);
  const spent = new Map<string, bigint>();
  const findings: Finding[] = [];
  for (const { payment, amount_cents, is_refund } of movements(world)) {
    const charge = charges.get(keyOf(payment));
    const subject = keyOf(payment);
    if (amount_cents > (charge?.purchase_id ? ONE_SHOT_CEILING_CENTS : OPERATION_CEILING_CENTS))
      findings.push({ subject, detail: `an operation of ${amount_cents} cents` });
    if (charge?.status !== 'succeeded') continue;
    const month = `${payment.line} ${monthBounds(charge.booked_at ?? payment.left_at).start.toISOString()}`;
    const sum = (spent.get(month) ?? 0n) + (is_refund ? -amount_cents : amount_cents);
    spent.set(month, sum);
    if (sum > MONTHLY_CAP_CENTS) findings.push({ subject, detail: `${month}: ${sum} cents` });
  }
  return findings;
}

type Movement = { payment: Payment; amount_cents: bigint; at: Date; is_refund: boolean };

/** All money of the ISPs' books in the order in which it moved. */
function movements(world: World): Movement[] {
  const paid = succeededIn(world).map((payment) => ({ payment, ...payment, at: payment.booked_at, is_refund: false }));
  const back = givenBackIn(world).map((refund) => ({ ...refund, at: refund.booked_at, is_refund: true }));
  return [...paid, ...back].sort((a, b) => a.at.getTime() - b.at.getTime());
}
