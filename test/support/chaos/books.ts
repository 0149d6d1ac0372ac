import type { EventBody } from '../../../domain/events.ts';
import type { BookedPayment } from '../world/isp-control.ts';
import { type Bought, ISP_NAMES, type Market, type Subscribed } from './market.ts';
import { type ChargeAnswer, chargeSchema } from './merchant.ts';
import type { Kill } from './stack.ts';

/** All that can be read afterwards: our charges as the merchant sees them, and the books of the ISPs, who are the judges. */
export type Evidence = {
  charges: ChargeAnswer[];
  payments: BookedPayment[];
  bought: Bought[];
  subscribed: Subscribed[];
  kills: readonly Kill[];
};

export async function collectEvidence(market: Market, sold: Pick<Evidence, 'bought' | 'subscribed' | 'kills'>): Promise<Evidence> {
  const payments = (await Promise.all(ISP_NAMES.map((isp) => market.books(isp)))).flat();
  const ours = new Set([...sold.bought.map(({ line }) => line), ...sold.subscribed.map(({ line }) => line)]);
  const subjects = new Set([
    ...sold.bought.map(({ purchase }) => purchase.id),
    ...sold.subscribed.map(({ subscription }) => subscription.id),
  ]);
  const charges = await market.merchant.all(chargeSchema, '/v1/charges');
  return {
    ...sold,
    payments: payments.filter(({ line }) => ours.has(line)),
    charges: charges.filter(({ purchase, subscription }) => subjects.has(purchase ?? subscription ?? '')),
  };
}

/** The charge that a payment is for, whichever attempt: `purchase id` or `subscription id:period`. */
const keyOf = (payment: BookedPayment) => payment.client_correlator.replace(/:a\d+$/, '');
const keyOfCharge = (charge: ChargeAnswer) => charge.purchase ?? `${charge.subscription}:${charge.period?.index}`;

function succeededByKey(payments: BookedPayment[]): Map<string, BookedPayment[]> {
  return Map.groupBy(
    payments.filter(({ status }) => status === 'succeeded'),
    keyOf,
  );
}

/** Each of these answers what breaks its rule, one line for each breach. */

export function chargedTwice({ payments }: Evidence): string[] {
  return [...succeededByKey(payments)]
    .filter(([, booked]) => booked.length > 1)
    .map(([key, booked]) => `${key} was charged ${booked.length} times`);
}

/** What the ISP has charged stands with us as such, or as a doubt; and what we take for charged the ISP has charged. */
export function bookedOtherwise({ payments, charges }: Evidence): string[] {
  const booked = succeededByKey(payments);
  const known = new Map(charges.map((charge) => [keyOfCharge(charge), charge]));
  const unknown = [...booked.keys()].filter((key) => !['succeeded', 'in_doubt'].includes(known.get(key)?.status ?? ''));
  const invented = charges.filter(
    (charge) => charge.status === 'succeeded' && booked.get(keyOfCharge(charge))?.[0]?.payment_id !== charge.isp_reference,
  );
  return [
    ...unknown.map((key) => `${key} was charged by the ISP and is ${known.get(key)?.status ?? 'unknown'} with us`),
    ...invented.map((charge) => `${keyOfCharge(charge)} is succeeded with us and not in the books`),
  ];
}

export function purchasesAmiss({ bought, payments }: Evidence): string[] {
  const booked = succeededByKey(payments);
  return bought.flatMap(({ purchase, quantity }) => {
    const charged = booked.get(purchase.id)?.length ?? 0;
    const codes = new Set(purchase.codes.map(({ code }) => code)).size;
    const story = `${purchase.id} is ${purchase.status} with ${codes} of ${quantity} codes and ${charged} payments`;
    if (purchase.status === 'completed') return codes === quantity && charged === 1 ? [] : [story];
    if (purchase.status === 'declined') return codes === 0 && charged === 0 ? [] : [story];
    return purchase.status === 'in_doubt' && codes === 0 ? [] : [story];
  });
}

export function chargedAfterTheEnd({ subscribed, payments, charges }: Evidence): string[] {
  return subscribed.flatMap(({ subscription, line, end }) => {
    if (!end) return [];
    const later = payments.filter((payment) => payment.line === line && !end.booked.includes(payment.payment_id));
    const sent = charges
      .filter((charge) => charge.subscription === subscription.id)
      .flatMap(({ attempts }) => attempts)
      .filter(({ sent_at }) => Date.parse(sent_at) > end.acknowledged_at);
    return [
      ...later.map(({ client_correlator }) => `${client_correlator} was charged after the end`),
      ...sent.map(({ client_correlator }) => `${client_correlator} was sent after the end`),
    ];
  });
}

/** A period is paid once, or a doubt about it has ended in the buyer's favour; up to the end, to a doubt, or to where the clock stands. */
export function periodsAmiss(evidence: Evidence): string[] {
  return evidence.subscribed.flatMap((subscribed) => {
    const { subscription, end } = subscribed;
    const story = `${subscription.id} is ${subscription.status} (${subscription.end_reason})`;
    switch (subscription.status) {
      case 'in_doubt':
        return [];
      case 'active':
        return end || subscription.code === null ? [story] : unpaidPeriods(evidence, subscribed);
      case 'ended':
        return (end && subscription.end_source === 'merchant') || neverBegan(evidence, subscribed) ? [] : [story];
      default:
        return [story];
    }
  });
}

function unpaidPeriods({ charges, payments }: Evidence, { subscription, last_index }: Subscribed): string[] {
  const booked = succeededByKey(payments);
  const of = new Map(
    charges.filter((charge) => charge.subscription === subscription.id).map((charge) => [charge.period?.index, charge.status]),
  );
  return Array.from({ length: last_index + 1 }, (_, index) => index).flatMap((index) => {
    const times = booked.get(`${subscription.id}:${index}`)?.length ?? 0;
    const status = of.get(index) ?? 'missing';
    const is_well = (status === 'succeeded' && times === 1) || (status === 'not_charged' && times === 0);
    return is_well ? [] : [`period ${index} of ${subscription.id} is ${status} and was charged ${times} times`];
  });
}

/** The doubt was about its first charge, and the ISP has shown that there was none. */
function neverBegan({ payments }: Evidence, { subscription, line }: Subscribed): boolean {
  return subscription.end_reason === 'not_charged' && !payments.some((payment) => payment.line === line && payment.status === 'succeeded');
}

/** A subscription that is behind its clock: a doubt was resolved after the clock had arrived. */
export function isBehind({ charges }: Pick<Evidence, 'charges'>, { subscription, last_index }: Subscribed): boolean {
  if (subscription.status !== 'active') return false;
  return !charges.some((charge) => charge.subscription === subscription.id && charge.period?.index === last_index);
}

/** Charges that were left in the middle of their way. */
export function leftOpen({ charges, subscribed }: Evidence): string[] {
  const ended = new Set(subscribed.filter(({ end }) => end).map(({ subscription }) => subscription.id));
  const settled = ['succeeded', 'void', 'in_doubt', 'not_charged'];
  return (
    charges
      .filter(({ status }) => !settled.includes(status))
      // Its mandate was cancelled before its call had arrived.
      .filter(({ status, subscription }) => status !== 'declined' || !ended.has(subscription ?? ''))
      .map((charge) => `${keyOfCharge(charge)} is ${charge.status}`)
  );
}

/** Doubts about a call that was not out when something was killed. */
export function unexplainedDoubts({ charges, kills }: Evidence, { call_ms_max }: { call_ms_max: number }): string[] {
  const around = ({ sent_at }: { sent_at: string }) => kills.some(({ at }) => Math.abs(Date.parse(sent_at) - at) <= call_ms_max);
  return openDoubts({ charges })
    .filter(({ attempts }) => !attempts.some(around))
    .map((charge) => `${keyOfCharge(charge)} is ${charge.status}, sent at ${charge.attempts.map(({ sent_at }) => sent_at).join(', ')}`);
}

/** What is in doubt still, or was until it ended in the buyer's favour. */
export function openDoubts({ charges }: Pick<Evidence, 'charges'>): ChargeAnswer[] {
  return charges.filter(({ status }) => status === 'in_doubt' || status === 'not_charged');
}

/** Attempts whose outcome was learnt only after the call must have ended: doubts, and answers that waited for a database. */
export function resolvedLate({ charges }: Pick<Evidence, 'charges'>, { call_ms_max }: { call_ms_max: number }): number {
  const late = ({ sent_at, finished_at }: ChargeAnswer['attempts'][number]) =>
    finished_at !== null && Date.parse(finished_at) - Date.parse(sent_at) > call_ms_max;
  return charges.filter((charge) => charge.status === 'succeeded' && charge.attempts.some(late)).length;
}

/** Every charge that succeeded has told its merchant so. */
export function callbacksMissing({ charges }: Evidence, received: readonly EventBody[]): string[] {
  const told = new Set(received.map(({ data }) => data.charge));
  return charges.filter(({ status, id }) => status === 'succeeded' && !told.has(id)).map((charge) => `${keyOfCharge(charge)} was not told`);
}

/** A subscription that has ended leaves no mandate by which it could be charged. */
export async function mandatesLeft(market: Market, { subscribed }: Pick<Evidence, 'subscribed'>): Promise<string[]> {
  const mandates = (await Promise.all(ISP_NAMES.map((isp) => market.isp.mandates(isp)))).flat();
  const ended = new Set(subscribed.filter(({ end }) => end).map(({ line }) => line));
  return mandates
    .filter(({ line, status }) => ended.has(line) && status === 'active')
    .map(({ line }) => `the mandate of ${line} is active`);
}
