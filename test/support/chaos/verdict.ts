import { monthBounds } from '../../../domain/calendar.ts';
import { MONTHLY_CAP_CENTS } from '../../../domain/offers.ts';
import type { BookedPayment } from '../world/isp-control.ts';
import { bookedOtherwise, chargedAfterTheEnd, chargedTwice, type Evidence, mandatesLeft, purchasesAmiss } from './books.ts';
import type { House } from './house.ts';
import type { Load } from './load.ts';
import { ISP_NAMES, type Market, type Subscribed } from './market.ts';
import { type ChargeAnswer, chargeSchema, purchaseSchema, type SubscriptionAnswer, subscriptionSchema } from './merchant.ts';
import { type Rows, readRows } from './quiet.ts';
import type { ChaosStack } from './stack.ts';

/** Everything that a run has left, read once it is quiet. */
export type Left = Evidence & {
  rows: Rows;
  load: Load;
  subscriptions: SubscriptionAnswer[];
  told: Set<string>;
  mandates: string[];
  failed_workflows: string[];
};

export async function readAll({ stack, market, house }: { stack: ChaosStack; market: Market; house: House }, load: Load): Promise<Left> {
  const { merchant, receiver } = market;
  const payments = (await Promise.all(ISP_NAMES.map((isp) => market.books(isp)))).flat();
  const subscriptions = await merchant.all(subscriptionSchema, '/v1/subscriptions');
  const purchases = await merchant.all(purchaseSchema, '/v1/purchases');
  const subscribed = subscriptions.map((subscription) => subscribedOf(subscription, load));
  return {
    load,
    payments,
    subscriptions,
    subscribed,
    charges: await merchant.all(chargeSchema, '/v1/charges'),
    bought: purchases.map((purchase) => ({ isp: purchase.isp, line: '', quantity: purchase.quantity, purchase })),
    kills: stack.kills,
    rows: await readRows(stack.database),
    told: new Set(receiver.received.map(({ headers }) => String(headers['webhook-id']))),
    mandates: await mandatesLeft(market, { subscribed }),
    failed_workflows: await house.failedWorkflows(),
  };
}

/** With the end that the load has seen, and the period that must have begun by now. */
function subscribedOf(subscription: SubscriptionAnswer, { renewing, on_clocks }: Load): Subscribed {
  const on_clock = on_clocks.find((candidate) => candidate.subscription.id === subscription.id);
  if (on_clock) return { ...on_clock, subscription };
  const by_timer = renewing.find(({ id }) => id === subscription.id);
  const last_index = by_timer && by_timer.due < Date.now() ? 1 : 0;
  const rest = { clock: subscription.test_clock ?? '', clock_at: new Date(0), last_index };
  return { isp: subscription.isp, line: by_timer?.line ?? '', subscription, end: by_timer?.end, ...rest };
}

/** What was promised and not kept, one line for each breach, by the promise. */
export function violations(left: Left): Record<string, string[]> {
  return {
    'charged twice': chargedTwice(left),
    'sent or charged after the acknowledged end': chargedAfterTheEnd(left),
    'rows and books disagree': [...bookedOtherwise(left), ...strangers(left)],
    'purchases amiss': purchasesAmiss(left),
    'periods lost': periodsLost(left),
    'cap crossed': capsCrossed(left.payments),
    'neither known nor asked about': [...withoutOutcome(left), ...left.rows.forgotten.map(({ key }) => `nobody asks about ${key}`)],
    'callbacks not delivered': callbacksLost(left),
    'codes of subscriptions': codesAmiss(left),
    'mandates of ended subscriptions': left.mandates,
    'failed workflows': left.failed_workflows,
  };
}

/** Payments of subscriptions or purchases that we don't know at all. */
function strangers({ payments, subscriptions, bought }: Left): string[] {
  const known = new Set([...subscriptions.map(({ id }) => id), ...bought.map(({ purchase }) => purchase.id)]);
  return payments
    .filter(({ client_correlator }) => !known.has(client_correlator.split(':')[0] ?? ''))
    .map(({ client_correlator }) => `${client_correlator} is known to the ISP only`);
}

/** From the first period to the last that has begun, each has a row that says what became of it; after a doubt, later ones wait. */
function periodsLost({ subscribed, charges }: Left): string[] {
  const rows = Map.groupBy(charges, ({ subscription }) => subscription ?? '');
  return subscribed.flatMap((one) => {
    const { subscription, end } = one;
    const of = new Map((rows.get(subscription.id) ?? []).map((charge) => [charge.period?.index, charge.status]));
    switch (subscription.status) {
      case 'active':
      case 'in_doubt':
        return end ? [`${subscription.id} was ended by somebody and is ${subscription.status}`] : gaps(one, of);
      case 'ended':
        return reasonOfEnd(subscription) ? [] : [`${subscription.id} has ended by itself: ${subscription.end_reason}`];
      default:
        return [`${subscription.id} is ${subscription.status}`];
    }
  });
}

function gaps({ subscription, last_index }: Subscribed, of: Map<number | undefined, string>): string[] {
  for (let index = 0; index <= last_index; index += 1) {
    const status = of.get(index) ?? 'missing';
    if (status === 'in_doubt') return [];
    if (!['succeeded', 'not_charged', 'waived'].includes(status)) return [`period ${index} of ${subscription.id} is ${status}`];
  }
  return [];
}

/** Somebody ended it, or it never began: its first charge was shown not to have been made. */
function reasonOfEnd({ end_source, end_reason }: SubscriptionAnswer): boolean {
  return Boolean(end_source) || end_reason === 'not_charged' || end_reason === 'mandate_revoked';
}

function capsCrossed(payments: BookedPayment[]): string[] {
  const month = ({ created_at }: BookedPayment) => monthBounds(new Date(created_at)).start.toISOString();
  const succeeded = payments.filter(({ status }) => status === 'succeeded');
  return [...Map.groupBy(succeeded, (payment) => `${payment.line} in the month from ${month(payment)}`)]
    .map(([whose, booked]) => ({ whose, cents: booked.reduce((sum, { amount }) => sum + BigInt(amount), 0n) }))
    .filter(({ cents }) => cents > MONTHLY_CAP_CENTS)
    .map(({ whose, cents }) => `${whose} was charged ${cents} cents`);
}

function withoutOutcome({ charges, subscriptions }: Left): string[] {
  const ended = new Set(subscriptions.filter(({ status }) => status === 'ended').map(({ id }) => id));
  const known = ['succeeded', 'void', 'in_doubt', 'not_charged', 'waived'];
  const is_refused = ({ status, subscription, decline }: ChargeAnswer) =>
    status === 'declined' && (ended.has(subscription ?? '') || decline?.reason === 'monthly_cap_reached');
  return charges
    .filter((charge) => !known.includes(charge.status) && !is_refused(charge))
    .map(
      (charge) =>
        `${charge.purchase ?? charge.subscription} ${charge.period?.index ?? ''} is ${charge.status} ${charge.decline?.reason ?? ''}`,
    );
}

function callbacksLost({ rows, told }: Left): string[] {
  return [
    ...rows.untold.map(({ id, type, delivery_status }) => `${type} ${id} is ${delivery_status}`),
    ...rows.events.filter(({ id }) => !told.has(id)).map(({ id }) => `${id} never arrived`),
  ];
}

function codesAmiss({ rows, charges }: Left): string[] {
  const counts = new Map(rows.codes.map(({ subscription_id, count }) => [subscription_id, count]));
  const paid = new Set(
    charges.filter(({ subscription, status }) => subscription && status === 'succeeded').map(({ subscription }) => subscription),
  );
  return [...paid].filter((id) => counts.get(id ?? '') !== 1).map((id) => `${id} has ${counts.get(id ?? '') ?? 0} codes`);
}
