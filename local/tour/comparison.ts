import type { Callback, Charge, Payment } from './answers.ts';
import { wallClock } from './calendar.ts';
import { differencesOf, surplusPayment } from './differences.ts';
import type { ComparisonLine, Expected, Records, Sale } from './sale.ts';

/** Compares the ISP's books, our charges and the callbacks of one sale, line by line; what is left over becomes lines of its own. */
export function compareSale(sale: Sale, records: Records): ComparisonLine[] {
  const payments = [...records.payments];
  const charges = [...records.charges];
  const callbacks = [...records.callbacks];
  const of = { buyer: sale.buyer, isp: sale.isp, kind: sale.kind, id: sale.id };

  const lines = expectedOf(sale).map((expected): ComparisonLine => {
    const charge = expected.is_charged ? take(charges, ({ period }) => (period?.index ?? null) === expected.period) : null;
    const payment = expected.is_charged ? takePayment(payments, charge, expected) : null;
    const callback = takeCallback(callbacks, charge, expected);
    const found = { payment, charge, callback };
    return { sale: of, period: expected.period, ...found, differences: differencesOf(sale, expected, found) };
  });

  const nothing = { sale: of, period: null, payment: null, charge: null, callback: null };
  return [
    ...lines,
    ...payments.map((payment) => ({ ...nothing, payment, differences: [surplusPayment(sale, payment, lines)] })),
    ...charges.map((charge) => ({ ...nothing, charge, differences: ['a charge of ours that nothing was sold for'] })),
    ...callbacks.map((callback) => ({ ...nothing, callback, differences: ['a callback that nothing explains'] })),
  ];
}

function expectedOf({ kind, dues, ended_at }: Sale): Expected[] {
  if (kind === 'purchase') {
    return [{ period: null, due: null, callback_type: 'purchase.completed', sequence: undefined, is_charged: true }];
  }
  const periods = dues.map((due, index) => ({
    period: index,
    due,
    callback_type: index === 0 ? 'subscription.activated' : 'subscription.renewed',
    sequence: index + 1,
    is_charged: true,
  }));
  const end = { period: null, due: null, callback_type: 'subscription.ended', sequence: dues.length + 1, is_charged: false };
  return ended_at === undefined ? periods : [...periods, end];
}

/** The payment that our charge names; where it names none, the one that says that it is for it. */
function takePayment(payments: Payment[], charge: Charge | null, { due }: Expected): Payment | null {
  if (charge === null) return take(payments, ({ created_at }) => wallClock(created_at) === due);
  return (
    take(payments, ({ payment_id }) => payment_id === charge.isp_reference) ??
    take(payments, ({ reference_code }) => reference_code === charge.reference)
  );
}

function takeCallback(callbacks: Callback[], charge: Charge | null, { callback_type, period }: Expected): Callback | null {
  const about = charge === null ? null : take(callbacks, ({ data }) => data.charge === charge.id);
  return about ?? take(callbacks, ({ type, data }) => type === callback_type && (data.period?.index ?? null) === period);
}

/** Removes the first that fits and answers it. */
function take<T>(from: T[], fits: (item: T) => boolean): T | null {
  const position = from.findIndex(fits);
  return position < 0 ? null : (from.splice(position, 1)[0] ?? null);
}
