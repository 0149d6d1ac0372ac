import { DOUBT_PROFILES } from '../../../domain/doubts.ts';
import type { Isp } from '../../../domain/isps.ts';
import { parisDay } from '../../../domain/statements.ts';
import type { RefundRequest } from '../../../gateways/isp/port.ts';
import type { World } from '../engine/world.ts';
import { type Answer, Books, type Order, type Payment, type Refund, type RefundAnswer } from './books.ts';
import type { CallFault } from './faults.ts';
import type { Arrival } from './network.ts';
import { notify } from './notifications.ts';
import { endOfStatement } from './statement-day.ts';

/** How an ISP is ill as a whole: it takes no connection, or it takes them and says nothing. */
export type Outage = { kind: 'refused' | 'silent'; until_ms: number };

/** One ISP: its books, its health and how it charges. What befalls a call on the way is the gateway's. */
export class SimulatedIsp {
  readonly isp: Isp;
  readonly books: Books;
  outage: Outage | undefined;
  /** Only its list, statement and replay are gone: doubts can't be asked about. */
  questions_away_until_ms = 0;
  /** For a while every payment meets this. */
  spell: { fault: CallFault; until_ms: number } | undefined;
  readonly #world: World;

  constructor(world: World, isp: Isp) {
    this.#world = world;
    this.isp = isp;
    this.books = new Books(isp);
  }

  get illness(): Outage['kind'] | undefined {
    return this.outage && this.outage.until_ms > this.#world.scheduler.now_ms ? this.outage.kind : undefined;
  }

  /** No question gets an answer for now. */
  get isSilent(): boolean {
    return this.illness !== undefined || this.questions_away_until_ms > this.#world.scheduler.now_ms;
  }

  get spellbound(): CallFault | undefined {
    return this.spell && this.spell.until_ms > this.#world.scheduler.now_ms ? this.spell.fault : undefined;
  }

  /** Well again, for good. */
  recover(): void {
    this.outage = undefined;
    this.spell = undefined;
    this.questions_away_until_ms = 0;
  }

  /** createPayment, at the instant at which the request arrives. */
  charge(order: Order, { decline, late, answered }: Arrival): Answer {
    const { books } = this;
    const now = this.#world.scheduler.now;
    if (DOUBT_PROFILES[this.isp].method === 'replay') {
      if (books.open_correlators.has(order.client_correlator)) return { kind: 'open' };
      const [first] = books.withCorrelator(order.client_correlator);
      if (first) {
        this.#world.sometimes.hit('replay_at_orange');
        return { kind: 'payment', payment: first };
      }
    }
    const denial = decline ?? books.denialOf(order, now) ?? null;
    if (denial === 'token_rejected') return { kind: 'refused', reason: denial };
    if (denial === null) books.spend(order);
    if (denial === null && late) {
      this.#later(order, () => this.announce(this.#book(order, null, true)));
      return { kind: 'open' };
    }
    const payment = this.#book(order, denial, false);
    if (!answered || this.#world.random.isps.chance(0.2)) this.announce(payment);
    return { kind: 'payment', payment };
  }

  /** At the latest when "not found" begins to prove something. */
  #later({ client_correlator }: { client_correlator: string }, book: () => void): void {
    const { scheduler, random } = this.#world;
    const profile = DOUBT_PROFILES[this.isp];
    const latest_ms = profile.method === 'statement' ? 15 * 60_000 : profile.absence_proves_after_ms - 25_000;
    this.books.open_correlators.add(client_correlator);
    scheduler.after(random.isps.between(1_000, latest_ms), () => {
      this.books.open_correlators.delete(client_correlator);
      book();
    });
  }

  /** createRefund of CAMARA: an ISP that replays gives its first answer again, the others a new refund each time. */
  refund(request: RefundRequest, { decline, late }: Arrival): RefundAnswer {
    const { books } = this;
    if (DOUBT_PROFILES[this.isp].method === 'replay') {
      if (books.open_correlators.has(request.client_correlator)) return { kind: 'open' };
      const first = books.refundWith(request.client_correlator);
      if (first) return { kind: 'refund', refund: first };
    }
    const taken = books.refusals.get(request.client_correlator) ?? (decline ? 'denied' : books.amountToRefund(request));
    if (typeof taken === 'string') {
      // A refusal is an answer too, and is given again.
      if (DOUBT_PROFILES[this.isp].method === 'replay') books.refusals.set(request.client_correlator, taken);
      return { kind: 'refused', reason: taken };
    }
    if (!late) return { kind: 'refund', refund: this.#giveBack(request, taken) };
    books.openRefund(taken.payment, taken.amount_cents);
    this.#later(request, () => {
      books.openRefund(taken.payment, -taken.amount_cents);
      this.#giveBack(request, taken);
    });
    return { kind: 'open' };
  }

  #giveBack({ client_correlator, reference_code }: RefundRequest, taken: Pick<Refund, 'payment' | 'amount_cents'>): Refund {
    const refund = this.books.giveBack({ client_correlator, reference_code, ...taken, ...this.#booking() });
    this.#world.trace(client_correlator, `ISP books ${refund.refund_id}: ${refund.amount_cents} cents of ${taken.payment.payment_id} back`);
    return refund;
  }

  /** Now, and on the statement at any time until that is complete. */
  #booking(): Pick<Payment, 'booked_at' | 'day' | 'stated_from_ms'> {
    const { random, scheduler } = this.#world;
    const day = parisDay(scheduler.now);
    const lag_ms = endOfStatement(day) - scheduler.now_ms;
    this.#world.schedules.touch(this.isp, day);
    return { booked_at: scheduler.now, day, stated_from_ms: scheduler.now_ms + random.isps.below(Math.max(1, lag_ms)) };
  }

  #book(order: Order, denial: Payment['denial'], late: boolean): Payment {
    const payment = this.books.book(order, { denial, late, ...this.#booking() });
    this.#world.trace(order.client_correlator, `ISP books ${payment.payment_id}: ${payment.status} ${denial ?? ''}`);
    return payment;
  }

  announce(payment: Payment): void {
    const { client_correlator, payment_id, booked_at: time, denial } = payment;
    if (denial === null) notify(this.#world, this.isp, { kind: 'payment_completed', client_correlator, isp_reference: payment_id, time });
    else notify(this.#world, this.isp, { kind: 'payment_denied', client_correlator, reason: denial, raw: 'denied', time });
  }

  /** The subscriber ends a mandate on the ISP's page. */
  revoke(mandate_reference: string): void {
    if (!this.books.end(mandate_reference, 'revoked')) return;
    this.#world.trace(mandate_reference, 'revoked at the ISP');
    notify(this.#world, this.isp, { kind: 'mandate_revoked', mandate_reference, time: this.#world.scheduler.now });
  }
}
