import { describe, expect, test } from '@jest/globals';
import type { Callback, Charge, Payment } from '../../local/tour/answers.ts';
import { compareSale } from '../../local/tour/comparison.ts';
import { comparisonTable } from '../../local/tour/comparison-table.ts';
import type { Records, Sale } from '../../local/tour/sale.ts';

const DUES = ['2027-01-31 10:00', '2027-02-28 10:00', '2027-03-31 10:00'];
const BOOKED = ['2027-01-31T09:00:00Z', '2027-02-28T09:00:00Z', '2027-03-31T08:00:00Z'];

const SUBSCRIPTION: Sale = {
  buyer: 'alice',
  isp: 'alice',
  kind: 'subscription',
  id: 'sub_1',
  reference: 'REF',
  amount: 1_000,
  dues: DUES,
  ended_at: '2027-04-10T09:00:00.000Z',
};
const PURCHASE: Sale = { ...SUBSCRIPTION, kind: 'purchase', id: 'pur_1', amount: 900, dues: [], ended_at: undefined };

const payment = (index: number, change: Partial<Payment> = {}): Payment => ({
  payment_id: `pay_${index}`,
  reference_code: `REF-${index}`,
  amount: 1_000,
  refunded: 0,
  status: 'succeeded',
  line: 'line',
  created_at: BOOKED[index] ?? '2027-04-30T08:00:00Z',
  ...change,
});
const period = (index: number) => ({ index, start: '2027-01-31T09:00:00.000Z', end: '2027-02-28T09:00:00.000Z' });
const charge = (index: number, change: Partial<Charge> = {}): Charge => ({
  ...{ id: `chg_${index}`, reference: `REF-${index}`, isp: 'alice', amount: 1_000, status: 'succeeded' },
  ...{ isp_reference: `pay_${index}`, period: period(index) },
  ...change,
});
const callback = (index: number, { type, ...data }: Partial<Callback['data']> & { type?: string } = {}): Callback => ({
  webhook_id: `evt_${index}`,
  type: type ?? (index === 0 ? 'subscription.activated' : 'subscription.renewed'),
  data: { reference: 'REF', amount: 1_000, charge: `chg_${index}`, sequence: index + 1, period: period(index), ...data },
});
const ENDED: Callback = {
  webhook_id: 'evt_end',
  type: 'subscription.ended',
  data: { reference: 'REF', amount: 1_000, sequence: 4 },
};

const INDEXES = [0, 1, 2];
const RIGHT: Records = {
  payments: INDEXES.map((index) => payment(index)),
  charges: INDEXES.map((index) => charge(index)),
  callbacks: [...INDEXES.map((index) => callback(index)), ENDED],
};

/** The records with the item at a position replaced by others, or by none. */
function changed<K extends keyof Records>(kind: K, position: number, ...replacement: Records[K][number][]): Records {
  return { ...RIGHT, [kind]: RIGHT[kind].toSpliced(position, 1, ...(replacement as never[])) };
}
function added<K extends keyof Records>(kind: K, item: Records[K][number]): Records {
  return { ...RIGHT, [kind]: [...RIGHT[kind], item] };
}

/** "period: differences" of every line that has any. */
function differences(sale: Sale, records: Records): string[] {
  const differing = compareSale(sale, records).filter((line) => line.differences.length > 0);
  return differing.map((line) => `${line.period ?? '-'}: ${line.differences.join('; ')}`);
}

describe('the comparison of the books, the charges and the callbacks', () => {
  test('finds nothing where all three agree, and gives each period and the end a line', () => {
    const lines = compareSale(SUBSCRIPTION, RIGHT);
    expect(lines.map(({ period, payment, charge, callback }) => [period, payment?.payment_id, charge?.id, callback?.webhook_id])).toEqual([
      [0, 'pay_0', 'chg_0', 'evt_0'],
      [1, 'pay_1', 'chg_1', 'evt_1'],
      [2, 'pay_2', 'chg_2', 'evt_2'],
      [null, undefined, undefined, 'evt_end'],
    ]);
    expect(differences(SUBSCRIPTION, RIGHT)).toEqual([]);
  });

  // One row a fault: what is wrong, the records, what is told.
  test.each<[fault: string, records: Records, told: string[]]>([
    ['a missing payment', changed('payments', 1), ["1: nothing in the ISP's books"]],
    ['a doubled payment', added('payments', payment(1, { payment_id: 'pay_again' })), ['-: charged twice']],
    [
      'a payment for nothing',
      added('payments', payment(1, { payment_id: 'x', reference_code: 'X' })),
      ["-: in the ISP's books, but nothing was sold for it"],
    ],
    [
      'an amount that differs in the books',
      changed('payments', 2, payment(2, { amount: 999 })),
      ["2: 9.99 in the ISP's books, sold for 10.00"],
    ],
    [
      'an amount that differs in our charge',
      changed('charges', 2, charge(2, { amount: 1_001 })),
      ['2: our charge is of 10.01, sold for 10.00'],
    ],
    [
      'an amount that differs in the callback',
      changed('callbacks', 0, callback(0, { amount: 5 })),
      ['0: the callback says 0.05, sold for 10.00'],
    ],
    ['a payment that was refused', changed('payments', 0, payment(0, { status: 'denied' })), ["0: the ISP's books say denied"]],
    ['a payment that was given back', changed('payments', 0, payment(0, { refunded: 400 })), ['0: 4.00 refunded at the ISP']],
    [
      'a payment an hour late',
      changed('payments', 2, payment(2, { created_at: '2027-03-31T09:00:00Z' })),
      ['2: booked at 2027-03-31 11:00, due at 2027-03-31 10:00'],
    ],
    [
      'a reference that differs',
      changed('payments', 1, payment(1, { reference_code: 'X' })),
      ['1: the ISP shows the reference X, we REF-1'],
    ],
    ['a missing charge', changed('charges', 1), ['1: no charge of ours']],
    [
      'a charge in doubt',
      changed('charges', 1, charge(1, { status: 'in_doubt', isp_reference: null })),
      ['1: our charge is in_doubt; our charge names the payment (none)'],
    ],
    ['a charge too many', added('charges', charge(3)), ['-: a charge of ours that nothing was sold for']],
    ['a missing callback', changed('callbacks', 1), ['1: no callback received']],
    ['a missing end', changed('callbacks', 3), ['-: no callback received']],
    ['a callback too many', added('callbacks', callback(3)), ['-: a callback that nothing explains']],
    [
      'a callback of another type',
      changed('callbacks', 1, callback(1, { type: 'subscription.past_due' })),
      ['1: the callback says subscription.past_due, not subscription.renewed'],
    ],
    ['a gap in the sequence', changed('callbacks', 2, callback(2, { sequence: 7 })), ['2: the callback is number 7, not 3']],
    ['a charge after the end', added('payments', payment(3)), ['-: charged after the end']],
    [
      'a charge after the end that all three know',
      { payments: [...RIGHT.payments, payment(3)], charges: [...RIGHT.charges, charge(3)], callbacks: [...RIGHT.callbacks, callback(3)] },
      ['-: charged after the end', '-: a charge of ours that nothing was sold for', '-: a callback that nothing explains'],
    ],
  ])('finds %s', (_fault, records, told) => {
    expect(differences(SUBSCRIPTION, records)).toEqual(told);
  });

  test('finds a period that was charged although the end came before it', () => {
    expect(differences({ ...SUBSCRIPTION, ended_at: '2027-03-30T09:00:00.000Z' }, RIGHT)).toEqual(['2: charged after the end']);
  });

  test('finds everything missing where nothing happened', () => {
    const nothing = "nothing in the ISP's books; no charge of ours; no callback received";
    const records = { payments: [], charges: [], callbacks: [] };
    expect(differences(SUBSCRIPTION, records)).toEqual([`0: ${nothing}`, `1: ${nothing}`, `2: ${nothing}`, '-: no callback received']);
    expect(differences(PURCHASE, records)).toEqual([`-: ${nothing}`]);
  });

  test('gives a purchase one line', () => {
    const { period: _, ...bought } = charge(0, { amount: 900 });
    const told = callback(0, { type: 'purchase.completed', amount: 900 });
    const { period: __, sequence: ___, ...data } = told.data;
    const records = { payments: [payment(0, { amount: 900 })], charges: [bought], callbacks: [{ ...told, data }] };
    expect(differences(PURCHASE, records)).toEqual([]);
    expect(compareSale(PURCHASE, records)).toHaveLength(1);
  });

  test('is told as a table with a word for each line', () => {
    const rows = comparisonTable(compareSale(SUBSCRIPTION, changed('payments', 1)));
    expect(rows).toHaveLength(5);
    expect(rows[1]).toMatch(
      /^ {2}alice +0 +pay_0 +2027-01-31 10:00 \+1 +10\.00 +succeeded +10\.00 +REF-0 +subscription\.activated +10\.00 +1 +ok$/,
    );
    expect(rows[2]).toMatch(/DIFFERENCE: nothing in the ISP's books$/);
  });
});
