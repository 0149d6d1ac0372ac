import { DOUBT_PROFILES } from '../../../domain/doubts.ts';
import type { PaymentResult } from '../../../domain/payments.ts';
import type { RefundResult } from '../../../domain/refunds.ts';
import { type StatementLine, statementDays } from '../../../domain/statements.ts';
import type { Finding } from '../../../gateways/isp/lookups.ts';
import type { IspGateway } from '../../../gateways/isp/port.ts';
import { findRefundInStatement, type RefundFinding } from '../../../gateways/isp/refunds.ts';
import { type SimulatedProcess, scene } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { Answer, RefundAnswer } from './books.ts';
import { drawFault } from './faults.ts';
import type { SimulatedIsp } from './isp.ts';
import { type Arrival, Network } from './network.ts';

/** One ISP as one process reaches it, by the product's own port. */
export function createSimulatedGateway(world: World, isp: SimulatedIsp, process: SimulatedProcess): IspGateway {
  const network = new Network(world, isp, process);
  const ask: Network['ask'] = (answer, options) => network.ask(answer, options);
  const { books } = isp;
  const way = { world, isp, process, network };
  return {
    createPayment: (request) =>
      call(way, request.client_correlator, (arrival) =>
        paymentResult(isp.charge({ ...request, left_at: arrival.left_at }, arrival)),
      ) as Promise<PaymentResult>,
    createMandate: ({ subscriber_token }) =>
      ask(() => {
        const token = books.tokens.get(subscriber_token);
        if (token?.kind !== 'mandate') return { kind: 'rejected' as const, raw: 'NOT_FOUND' };
        const mandate = books.mandateOf(token);
        if (mandate.status !== 'active') return { kind: 'rejected' as const, raw: 'mandate ended' };
        return { kind: 'active' as const, mandate_reference: mandate.mandate_reference };
      }),
    cancelMandate: (mandate_reference) =>
      ask(() => {
        if (!books.mandates.has(mandate_reference)) return 'unknown';
        books.end(mandate_reference, 'cancelled');
        return 'cancelled';
      }),
    introspect: (subscriber_token) =>
      ask(() => {
        const token = books.tokens.get(subscriber_token);
        if (!token) return { active: false as const, reason: 'unknown' as const };
        if (token.spent) return { active: false as const, reason: 'used' as const };
        return { active: true as const, kind: token.kind, subscriber_reference: token.line, simulated: true };
      }),
    findPayment: (attempt) => ask(() => find(world, isp, attempt), { of_doubts: true }),
    createRefund: (request) => call(way, request.client_correlator, (arrival) => refundResult(isp.refund(request, arrival))),
    findRefund: (attempt) => ask(() => findRefund(world, isp, attempt), { of_doubts: true }),
    statement: (day) => ask(() => statementOf(world, isp, day), { of_doubts: true }),
    // Now and then it has taken too many calls for one from inside a workflow task.
    health: () => ({ circuit: 'closed', calls_free: world.random.isps.chance(0.03) ? 5 : 40 }),
    authorizeUrl: () => 'https://isp.example/authorize',
  };
}

type Way = { world: World; isp: SimulatedIsp; process: SimulatedProcess; network: Network };

/** A call that may move money: seen by the judge as it leaves, and a moment at which the process may die. */
async function call<R extends PaymentResult | RefundResult>(way: Way, client_correlator: string, arrive: (arrival: Arrival) => R) {
  const { world, isp, process, network } = way;
  await process.ready();
  const run = scene.getStore()?.run;
  await world.crashPoint('before_call');
  world.judge.callLeaves(isp.isp, client_correlator, run);
  if (run) run.phase = 'calling';
  const ill = isp.illness && (isp.illness === 'refused' ? 'refused_connection' : 'timeout_before');
  const fault = ill ?? isp.spellbound ?? drawFault(world.random.isps, world.settings.rates.call_fault);
  if (fault) world.count(`call: ${fault}`);
  const result = await network.exchange(fault, arrive);
  await process.ready();
  if (run) run.phase = 'answered';
  world.trace(client_correlator, `${process.name} hears ${result.kind} (${fault ?? 'no fault'})`);
  world.judge.callAnswered(client_correlator, result);
  await world.crashPoint('after_call');
  return result;
}

function paymentResult(answer: Answer): PaymentResult {
  if (answer.kind === 'open') return { kind: 'unclear', detail: 'status 502' };
  if (answer.kind === 'refused') return { kind: 'declined', reason: answer.reason, raw: 'UNAUTHENTICATED' };
  const { denial, payment_id } = answer.payment;
  return denial === null
    ? { kind: 'succeeded', isp_reference: payment_id }
    : { kind: 'declined', reason: denial, raw: `denied: ${denial}` };
}

function refundResult(answer: RefundAnswer): RefundResult {
  if (answer.kind === 'open') return { kind: 'unclear', detail: 'processing' };
  if (answer.kind === 'refused') return { kind: 'declined', reason: answer.reason, raw: `refused: ${answer.reason}` };
  return { kind: 'succeeded', isp_reference: answer.refund.refund_id };
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

function findRefund(
  world: World,
  isp: SimulatedIsp,
  { client_correlator, booked_at }: { client_correlator: string; booked_at: Date },
): RefundFinding {
  if (DOUBT_PROFILES[isp.isp].method === 'statement') {
    const lines = statementDays(booked_at).flatMap((day) => statementOf(world, isp, day));
    return findRefundInStatement(lines, client_correlator);
  }
  if (isp.books.open_correlators.has(client_correlator)) return { kind: 'processing' };
  const refund = isp.books.refundWith(client_correlator);
  return refund ? { kind: 'succeeded', isp_reference: refund.refund_id } : { kind: 'absent' };
}

/** A statement grows through its day and is complete when the ISP says so. */
function statementOf(world: World, isp: SimulatedIsp, day: string): StatementLine[] {
  const isStated = (booked: { day: string; stated_from_ms: number }) =>
    booked.day === day && booked.stated_from_ms <= world.scheduler.now_ms;
  const charges = isp.books.payments.filter((payment) => payment.status === 'succeeded' && isStated(payment));
  const refunds = isp.books.refunds.filter(isStated);
  return [
    ...charges.map((payment) => lineOf('charge', payment.payment_id, payment)),
    ...refunds.map((refund) => lineOf('refund', refund.payment.payment_id, refund)),
  ];
}

type Booked = { client_correlator: string; reference_code: string; amount_cents: bigint; booked_at: Date };

function lineOf(type: StatementLine['type'], payment_id: string, booked: Booked): StatementLine {
  const { client_correlator, reference_code, amount_cents, booked_at } = booked;
  return { type, payment_id, client_correlator, reference_code, amount_cents, booked_at: booked_at.toISOString() };
}
