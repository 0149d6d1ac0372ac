import { describe, expect, test } from '@jest/globals';
import type { Left } from '../support/chaos/verdict.ts';
import { violations } from '../support/chaos/verdict.ts';

/** A small run in which every promise was kept: one purchase, and one subscription that the merchant ended after its renewal. */
function wellLeft(): Left {
  const attempt = (client_correlator: string, sent_at: string) => ({
    outcome: 'succeeded',
    client_correlator,
    sent_at,
    finished_at: sent_at,
  });
  const charge = (key: string, at: string) => {
    const [subject = '', index] = key.split(':');
    const whose = index === undefined ? { purchase: subject } : { subscription: subject, period: { index: Number(index) } };
    const known = { id: `chg_${key}`, status: 'succeeded', isp: 'free' as const, isp_reference: `pay_${key}` };
    return { ...known, ...whose, attempts: [attempt(`${key}:a1`, at)] };
  };
  const payment = (key: string, created_at: string, line: string) => {
    const known = { payment_id: `pay_${key}`, client_correlator: `${key}:a1`, reference_code: key, amount: 500, status: 'succeeded' };
    return { ...known, line, created_at };
  };
  const subscription = {
    id: 'sub_1',
    status: 'ended',
    reference: 'S1',
    isp: 'free' as const,
    code: 'AAAA',
    test_clock: null,
    unsubscribe_url: 'http://localhost/unsubscribe/x',
    end_source: 'merchant',
    end_reason: 'unsubscribed',
  };
  const purchase = {
    id: 'pur_1',
    status: 'completed',
    isp: 'free' as const,
    reference: 'P1',
    quantity: 1,
    amount: 500,
    codes: [{ code: 'BBBB' }],
  };
  const end = { acknowledged_at: Date.parse('2026-05-01T10:02:00Z'), booked: ['pay_sub_1:0', 'pay_sub_1:1'] };
  return {
    charges: [
      charge('pur_1', '2026-05-01T10:00:00Z'),
      charge('sub_1:0', '2026-05-01T10:00:00Z'),
      charge('sub_1:1', '2026-05-01T10:01:00Z'),
    ],
    payments: [
      payment('pur_1', '2026-05-01T10:00:00Z', 'line-1'),
      payment('sub_1:0', '2026-05-01T10:00:00Z', 'line-2'),
      payment('sub_1:1', '2026-05-01T10:01:00Z', 'line-2'),
    ],
    bought: [{ isp: 'free', line: 'line-1', quantity: 1, purchase }],
    subscribed: [{ isp: 'free', line: 'line-2', clock: '', clock_at: new Date(0), last_index: 1, subscription, end }],
    subscriptions: [subscription],
    kills: [],
    rows: { untold: [], events: [{ id: 'evt_1' }], forgotten: [], codes: [{ subscription_id: 'sub_1', count: 1 }] },
    load: { renewing: [], on_clocks: [], asked: {}, setbacks: [] },
    told: new Set(['evt_1']),
    mandates: [],
    failed_workflows: [],
  };
}

const found = (left: Left) =>
  Object.entries(violations(left))
    .filter(([, breaches]) => breaches.length > 0)
    .map(([promise]) => promise);

/** The one subscription, active as if nobody had ended it. */
function goesOn(left: Left): Left {
  const subscribed = left.subscribed.map((one) => ({ ...one, end: undefined, subscription: { ...one.subscription, status: 'active' } }));
  return { ...left, subscribed, subscriptions: subscribed.map(({ subscription }) => subscription) };
}

function later(left: Left, key: string): Left {
  const payments = left.payments.map((one) => ({ ...one, payment_id: `${one.payment_id}-again` }));
  return { ...left, payments: [...left.payments, ...payments.filter(({ client_correlator }) => client_correlator.startsWith(key))] };
}

describe('the judge of a chaos run', () => {
  test('finds nothing where every promise was kept', () => {
    expect(found(wellLeft())).toEqual([]);
    expect(found(goesOn(wellLeft()))).toEqual([]);
  });

  test.each<[string, string, (left: Left) => Left]>([
    ['a purchase that is paid twice', 'charged twice', (left) => later(left, 'pur_1')],
    ['a period that is paid twice', 'charged twice', (left) => later(goesOn(left), 'sub_1:1')],
    ['a payment after the end', 'sent or charged after the acknowledged end', (left) => later(left, 'sub_1:1')],
    [
      'a call that began after the end',
      'sent or charged after the acknowledged end',
      (left) => ({
        ...left,
        subscribed: left.subscribed.map((one) => ({ ...one, end: { acknowledged_at: 0, booked: one.end?.booked ?? [] } })),
      }),
    ],
    ['a payment that no row knows', 'rows and books disagree', (left) => ({ ...left, charges: left.charges.slice(0, 2) })],
    ['a success that no book knows', 'rows and books disagree', (left) => ({ ...left, payments: left.payments.slice(0, 2) })],
    ['a payment of a stranger', 'rows and books disagree', (left) => ({ ...left, bought: [] })],
    [
      'a purchase without its code',
      'purchases amiss',
      (left) => ({ ...left, bought: left.bought.map((one) => ({ ...one, quantity: 2 })) }),
    ],
    ['a period without a row', 'periods lost', (left) => ({ ...goesOn(left), charges: left.charges.slice(0, 2) })],
    [
      'an end that nobody asked for',
      'periods lost',
      (left) => ({
        ...left,
        subscribed: left.subscribed.map((one) => {
          const { end_source: _, ...rest } = one.subscription;
          return { ...one, end: undefined, subscription: { ...rest, end_reason: 'declined' } };
        }),
      }),
    ],
    ['EUR 305 on one line', 'cap crossed', (left) => ({ ...left, payments: left.payments.map((one) => ({ ...one, amount: 30_500 })) })],
    [
      'a charge that was left out',
      'neither known nor asked about',
      (left) => ({ ...left, charges: left.charges.map((one) => ({ ...one, status: 'sent' })) }),
    ],
    [
      'a doubt that nobody asks about',
      'neither known nor asked about',
      (left) => ({ ...left, rows: { ...left.rows, forgotten: [{ id: 'chg_1', key: 'pur_1' }] } }),
    ],
    ['a callback that never came', 'callbacks not delivered', (left) => ({ ...left, told: new Set() })],
    ['a subscription without a code', 'codes of subscriptions', (left) => ({ ...left, rows: { ...left.rows, codes: [] } })],
    ['a workflow that failed', 'failed workflows', (left) => ({ ...left, failed_workflows: ['sub_1 is FAILED'] })],
    ['a mandate that was left', 'mandates of ended subscriptions', (left) => ({ ...left, mandates: ['the mandate of line-2 is active'] })],
  ])('finds %s', (_what, promise, spoil) => {
    expect(found(spoil(wellLeft()))).toContain(promise);
  });
});
