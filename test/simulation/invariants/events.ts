import type { ChargeRow } from '../../../db/entities/charge.ts';
import type { CodeRow } from '../../../db/entities/code.ts';
import type { EventRow } from '../../../db/entities/event.ts';
import type { PurchaseRow } from '../../../db/entities/purchase.ts';
import type { SubscriptionRow } from '../../../db/entities/subscription.ts';
import type { EventType } from '../../../domain/events.ts';
import type { World } from '../engine/world.ts';
import type { Finding } from './index.ts';

const PAID: EventType[] = ['subscription.activated', 'subscription.renewed'];

function by<T>(rows: T[], key: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = key(row);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

export function eventsOfSubscriptions(world: World): Finding[] {
  const events = by(world.database.rows<EventRow>('event'), (event) => event.subscription_id ?? null);
  const charges = by(world.database.rows<ChargeRow>('charge'), (charge) => charge.subscription_id ?? null);
  return world.database
    .rows<SubscriptionRow>('subscription')
    .flatMap((subscription) => ofOne(subscription, events.get(subscription.id) ?? [], charges.get(subscription.id) ?? []));
}

function ofOne(subscription: SubscriptionRow, events: EventRow[], charges: ChargeRow[]): Finding[] {
  const findings: Finding[] = [];
  const expect = (holds: boolean, detail: string) => holds || findings.push({ subject: subscription.id, detail });
  const sequences = events.map(({ sequence }) => sequence ?? 0).sort((a, b) => a - b);
  const gapless = sequences.length === subscription.event_sequence && sequences.every((sequence, index) => sequence === index + 1);
  expect(gapless, `events ${sequences.join()} of ${subscription.event_sequence}`);
  const count = (types: EventType[], charge: ChargeRow) =>
    events.filter(({ type, data }) => types.includes(type) && data.charge === charge.id).length;
  for (const charge of charges) {
    const paid = Number(charge.status === 'succeeded');
    // A doubt that ends without a charge after the end, or before the first payment, is told by the end itself.
    const skipped = charge.status === 'waived' || charge.status === 'not_charged';
    const told = count(['subscription.period_skipped'], charge);
    expect(count(PAID, charge) === paid, `${charge.key} is ${charge.status} and told as paid ${count(PAID, charge)} times`);
    expect(
      skipped ? told === 1 || subscription.ended_at !== null : told === 0,
      `${charge.key} is ${charge.status} and told as skipped ${told} times`,
    );
  }
  const ends = events.filter(({ type }) => type === 'subscription.ended').length;
  expect(ends === Number(subscription.ended_at !== null), `its end is told ${ends} times`);
  const activated = events.filter(({ type }) => type === 'subscription.activated').length;
  expect(activated === Number(subscription.paid_index !== null), `it is told as activated ${activated} times`);
  return findings;
}

export function eventsOfPurchases(world: World): Finding[] {
  const events = by(world.database.rows<EventRow>('event'), (event) => event.purchase_id ?? null);
  const codes = by(world.database.rows<CodeRow>('code'), (code) => code.purchase_id ?? null);
  return world.database.rows<PurchaseRow>('purchase').flatMap(({ id, status, quantity }) => {
    const told = (events.get(id) ?? []).flatMap(({ type }) => (type.startsWith('charge.') ? [] : type)).join();
    const issued = codes.get(id)?.length ?? 0;
    const right = told === `purchase.${status}` && issued === (status === 'completed' ? quantity : 0);
    return right ? [] : [{ subject: id, detail: `it is ${status}, told as ${told || 'nothing'}, with ${issued} of ${quantity} codes` }];
  });
}

export function oneCode(world: World): Finding[] {
  const codes = by(world.database.rows<CodeRow>('code'), (code) => code.subscription_id ?? null);
  return world.database.rows<SubscriptionRow>('subscription').flatMap(({ id, paid_index }) => {
    const issued = codes.get(id)?.length ?? 0;
    return issued === Number(paid_index !== null) ? [] : [{ subject: id, detail: `it has ${issued} codes` }];
  });
}
