import type { ChargeRow } from '../../../db/entities/charge.ts';
import type { EventRow } from '../../../db/entities/event.ts';
import type { RefundRow } from '../../../db/entities/refund.ts';
import { ISPS } from '../../../domain/isps.ts';
import { lineKey } from '../../../domain/reconciliation.ts';
import type { World } from '../engine/world.ts';
import type { Refund } from '../isps/books.ts';
import type { Finding } from './index.ts';

export const givenBackIn = (world: World): Refund[] => ISPS.flatMap((isp) => world.isps[isp].books.refunds);

/** The refund that a correlator was made for. */
const idOf = ({ client_correlator }: Refund) => client_correlator.replace(/:a\d+$/, '');

/** Per refund once, and of a payment never more than was paid. */
export function givenBackOnce(world: World): Finding[] {
  const seen = new Map<string, Refund>();
  const totals = new Map<string, bigint>();
  return givenBackIn(world).flatMap((refund) => {
    const { refund_id, payment, amount_cents } = refund;
    const first = seen.get(idOf(refund));
    seen.set(idOf(refund), refund);
    const total = (totals.get(payment.payment_id) ?? 0n) + amount_cents;
    totals.set(payment.payment_id, total);
    if (first) return [{ subject: idOf(refund), detail: `given back twice: ${first.refund_id} and ${refund_id}` }];
    if (total <= payment.amount_cents) return [];
    return [{ subject: idOf(refund), detail: `${total} cents of ${payment.payment_id} went back, of ${payment.amount_cents}` }];
  });
}

/** What went back there was asked for here, to the cent, of that payment; and what is made here went back there. */
export function refundsAgree(world: World): Finding[] {
  const rows = new Map(world.database.rows<RefundRow>('refund').map((row) => [row.id, row]));
  const known = new Set<string>();
  const there = givenBackIn(world).flatMap((refund): Finding[] => {
    const row = rows.get(idOf(refund));
    known.add(idOf(refund));
    const { refund_id, client_correlator, payment, amount_cents } = refund;
    const finding = (detail: string) => [{ subject: idOf(refund), detail }];
    if (row?.status !== 'succeeded') return finding(`the ISP has given ${refund_id} back, here it is ${row?.status ?? 'unknown'}`);
    const { payment_id } = payment;
    // A statement names the payment and the correlator, not the refund.
    const names = [refund_id, lineKey({ type: 'refund', payment_id, client_correlator })];
    const same =
      names.includes(row.isp_reference ?? '') &&
      row.payment_reference === payment_id &&
      row.amount_cents === amount_cents &&
      row.client_correlator === client_correlator;
    return same ? [] : finding(`${refund_id} of ${client_correlator} differs from our row`);
  });
  const here = [...rows.values()]
    .filter(({ id, status }) => status === 'succeeded' && !known.has(id))
    .map(({ id }) => ({ subject: id, detail: 'it is made here, and the ISP has given nothing back' }));
  return [...there, ...here];
}

/** What a charge says of its refunds is what they come to, and each is told once. */
export function refundsCounted(world: World): Finding[] {
  const refunds = world.database.rows<RefundRow>('refund');
  const events = world.database.rows<EventRow>('event');
  const sum = (rows: RefundRow[]) => rows.reduce((total, { amount_cents }) => total + amount_cents, 0n);
  const charges = world.database.rows<ChargeRow>('charge').flatMap(({ id, key, refunded_cents, refund_reserved_cents }) => {
    const own = refunds.filter(({ charge_id }) => charge_id === id);
    const made = sum(own.filter(({ status }) => status === 'succeeded'));
    const reserved = sum(own.filter(({ status }) => status !== 'declined'));
    if (refunded_cents === made && refund_reserved_cents === reserved) return [];
    return [{ subject: key, detail: `refunds of ${made}, reserved ${reserved}; its row says ${refunded_cents}, ${refund_reserved_cents}` }];
  });
  const told = refunds.flatMap(({ id, status }) => {
    const types = events.filter(({ data }) => (data as { refund?: string }).refund === id).map(({ type }) => type);
    const expected = { succeeded: 'charge.refunded', declined: 'charge.refund_declined' }[status as string] ?? '';
    return types.join() === expected ? [] : [{ subject: id, detail: `it is ${status}, and told as ${types.join() || 'nothing'}` }];
  });
  return [...charges, ...told];
}
