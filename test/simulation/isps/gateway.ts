import { DOUBT_PROFILES, statementDay, statementDays } from '../../../domain/doubts.ts';
import { IspUnavailable, type PaymentResult } from '../../../domain/payments.ts';
import type { Finding, StatementLine } from '../../../gateways/isp/lookups.ts';
import type { IspGateway, PaymentRequest } from '../../../gateways/isp/port.ts';
import { type SimulatedProcess, scene } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { Answer, Payment } from './books.ts';
import { type CallFault, drawFault, drawQuestionFault } from './faults.ts';
import type { SimulatedIsp } from './isp.ts';

const unclear = (detail: string): PaymentResult => ({ kind: 'unclear', detail });
const notSent = (detail: string, retry_after_ms?: number): PaymentResult => ({ kind: 'not_sent', detail, retry_after_ms });

function resultOf(answer: Answer): PaymentResult {
  if (answer.kind === 'open') return unclear('status 502');
  if (answer.kind === 'refused') return { kind: 'declined', reason: answer.reason, raw: 'UNAUTHENTICATED' };
  const { denial, payment_id } = answer.payment;
  return denial === null
    ? { kind: 'succeeded', isp_reference: payment_id }
    : { kind: 'declined', reason: denial, raw: `denied: ${denial}` };
}

/** Faults after which the ISP has done its work and the caller doesn't hear of it. */
const UNHEARD = new Set<CallFault | undefined>(['timeout_after', 'error_500_after', 'reset_after', 'late_arrival']);

/** One ISP as one process reaches it, over a network on which each call can go wrong in its own way. */
export function createSimulatedGateway(world: World, isp: SimulatedIsp, process: SimulatedProcess): IspGateway {
  const { random, scheduler, sometimes, settings } = world;
  const travel_ms = () => random.isps.between(5, 120);

  /** The request on its way: it arrives whatever becomes of its sender. */
  function send(request: PaymentRequest, fault: CallFault | undefined, arrive_after_ms: number): Promise<Answer> {
    const left_at = scheduler.now;
    return new Promise((resolve) => {
      scheduler.after(arrive_after_ms, () => {
        const decline = fault?.startsWith('decline:') ? (fault.slice(8) as Payment['denial']) : undefined;
        if (fault === 'late_arrival') sometimes.hit('late_arrival');
        const heard = !UNHEARD.has(fault) && process.alive;
        const answer = isp.charge({ ...request, left_at }, { decline, late: fault === 'late_capture', answered: heard });
        resolve(answer);
      });
    });
  }

  async function exchange(request: PaymentRequest, fault: CallFault | undefined): Promise<PaymentResult> {
    switch (fault) {
      case 'refused_connection':
        await process.sleep(travel_ms());
        return notSent('ECONNREFUSED');
      case 'throttle_429':
        await process.sleep(travel_ms());
        return notSent('status 429', random.isps.between(500, 8_000));
      case 'timeout_before':
        await process.sleep(settings.isp_timeout_ms);
        return unclear('TimeoutError');
      case 'error_500_before':
        await process.sleep(travel_ms());
        return unclear('status 500');
      case 'late_arrival':
        // Given up by us, and still on its way; all of it within the minute that the profiles reckon with.
        void send(request, fault, settings.isp_timeout_ms + random.isps.between(1_000, 30_000));
        await process.sleep(settings.isp_timeout_ms);
        return unclear('TimeoutError');
      default: {
        const answer = await send(request, fault, travel_ms());
        await process.sleep(fault === 'slow' ? random.isps.between(3_000, settings.isp_timeout_ms - 1_000) : travel_ms());
        if (fault === 'timeout_after') await process.sleep(settings.isp_timeout_ms);
        return UNHEARD.has(fault) ? unclear(String(fault)) : resultOf(answer);
      }
    }
  }

  /** A question: nothing can be charged by it, and it may be asked again. */
  async function ask<T>(answer: () => T, { of_doubts = false } = {}): Promise<T> {
    await process.ready();
    const away = of_doubts && isp.questions_away_until_ms > scheduler.now_ms;
    const fault = isp.illness || away ? 'error_500_before' : drawQuestionFault(random.isps, settings.rates.question_fault);
    if (fault) world.count(`question: ${fault}`);
    await process.sleep(travel_ms());
    if (fault === 'slow') await process.sleep(5_000);
    const result = fault === undefined || fault === 'slow' || UNHEARD.has(fault) ? { answer: answer() } : undefined;
    await process.sleep(fault?.startsWith('timeout') ? settings.isp_timeout_ms : travel_ms());
    if (!result || UNHEARD.has(fault)) throw new IspUnavailable(String(fault));
    return result.answer;
  }

  const { books } = isp;
  return {
    async createPayment(request) {
      await process.ready();
      const run = scene.getStore()?.run;
      await world.crashPoint('before_call');
      world.judge.callLeaves(isp.isp, request, run);
      if (run) run.phase = 'calling';
      const ill = isp.illness && (isp.illness === 'refused' ? 'refused_connection' : 'timeout_before');
      const fault = ill ?? isp.spellbound ?? drawFault(random.isps, settings.rates.call_fault);
      if (fault) world.count(`call: ${fault}`);
      const result = await exchange(request, fault);
      await process.ready();
      if (run) run.phase = 'answered';
      world.trace(request.client_correlator, `${process.name} hears ${result.kind} (${fault ?? 'no fault'})`);
      world.judge.callAnswered(request, result);
      await world.crashPoint('after_call');
      return result;
    },
    createMandate: ({ subscriber_token }) =>
      ask(() => {
        const token = books.tokens.get(subscriber_token);
        if (token?.kind !== 'mandate') return { kind: 'rejected' as const, raw: 'NOT_FOUND' };
        const mandate = books.mandateOf(token);
        if (mandate.status !== 'active') return { kind: 'rejected' as const, raw: 'mandate ended' };
        return { kind: 'active' as const, mandate_reference: mandate.mandate_reference };
      }),
    cancelMandate: (mandate_reference) => ask(() => void books.end(mandate_reference, 'cancelled')),
    introspect: (subscriber_token) =>
      ask(() => {
        const token = books.tokens.get(subscriber_token);
        if (!token) return { active: false as const, reason: 'unknown' as const };
        if (token.spent) return { active: false as const, reason: 'used' as const };
        return { active: true as const, kind: token.kind, subscriber_reference: token.line };
      }),
    findPayment: (attempt) => ask(() => find(world, isp, attempt), { of_doubts: true }),
    statement: (day) => ask(() => statementOf(world, isp, day), { of_doubts: true }),
    health: () => ({ circuit: 'closed', calls_free: 40 }),
    authorizeUrl: () => 'https://isp.example/authorize',
  };
}

/** What the ISP has of one attempt: in its list, or on the statements that may hold it. */
function find(world: World, isp: SimulatedIsp, attempt: { client_correlator: string; booked_at: Date }): Finding {
  const own = isp.books.withCorrelator(attempt.client_correlator);
  if (DOUBT_PROFILES[isp.isp].method === 'statement') {
    const lines = statementDays(attempt.booked_at).flatMap((day) => statementOf(world, isp, day));
    const line = lines.find(({ client_correlator }) => client_correlator === attempt.client_correlator);
    if (line) world.sometimes.hit('statement_found_at_alice');
    return line ? { kind: 'succeeded', isp_reference: line.payment_id } : { kind: 'absent' };
  }
  if (isp.books.open_correlators.has(attempt.client_correlator)) return { kind: 'absent' };
  const [payment] = own;
  if (!payment) return { kind: 'absent' };
  if (payment.late) world.sometimes.hit('late_capture_found');
  return payment.denial === null
    ? { kind: 'succeeded', isp_reference: payment.payment_id }
    : { kind: 'declined', reason: payment.denial, raw: `denied: ${payment.denial}` };
}

/** A statement grows through its day and is complete when the ISP says so. */
function statementOf(world: World, isp: SimulatedIsp, day: string): StatementLine[] {
  return isp.books.payments
    .filter(
      ({ status, stated_from_ms, booked_at }) =>
        status === 'succeeded' && stated_from_ms <= world.scheduler.now_ms && statementDay(booked_at) === day,
    )
    .map(({ payment_id, client_correlator, reference_code, amount_cents, booked_at }) => ({
      ...{ payment_id, client_correlator, reference_code, amount_cents },
      type: 'charge' as const,
      booked_at: booked_at.toISOString(),
    }));
}
