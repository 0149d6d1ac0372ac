import type { ChargeAttemptRow, ChargeRow } from '../../../db/entities/charge.ts';
import type { PurchaseRow } from '../../../db/entities/purchase.ts';
import type { RefundRow } from '../../../db/entities/refund.ts';
import type { SubscriptionRow } from '../../../db/entities/subscription.ts';
import type { Isp } from '../../../domain/isps.ts';
import type { PaymentResult } from '../../../domain/payments.ts';
import type { RefundResult } from '../../../domain/refunds.ts';
import { statementDays } from '../../../domain/statements.ts';
import type { Change } from '../memory/database.ts';
import { type ActivityRun, type SimulatedProcess, scene } from './process.ts';
import type { SometimesName } from './sometimes.ts';
import type { World } from './world.ts';

/** What `sent` permits is over after this: a call that its worker holds back longer must not be made. */
const LEAVES_WITHIN_MS = 15_000;

type Result = PaymentResult['kind'] | RefundResult['kind'];
type Move = { before: ChargeRow; after: ChargeRow };

const isReconciling = () => scene.getStore()?.run?.name === 'reconcileDay';

/** Watches commits and calls as they happen: for what can't be seen in the rows afterwards, and for which hard paths were reached. */
export class Judge {
  readonly #world: World;
  /** When each subscription's end was acknowledged. */
  readonly ends = new Map<string, { sequence: number; at_ms: number }>();
  readonly given_up = new Set<string>();
  readonly #not_sent = new Map<string, 'throttled_and_retried' | 'refused_connection_retried'>();
  readonly #calls_out = new Map<string, number>();
  /** Committed as sent, and no call has left since. */
  readonly #held_back = new Set<string>();
  readonly #settled = new Set<string>();
  /** What came of the last call under each correlator; `out` where nobody has heard. */
  readonly #sent = new Map<string, Result | 'out'>();
  readonly #sweepers = new Map<SimulatedProcess, () => void>();

  constructor(world: World) {
    this.#world = world;
  }

  #hit(name: SometimesName): void {
    this.#world.sometimes.hit(name);
  }

  callLeaves(isp: Isp, client_correlator: string, run: ActivityRun | undefined): void {
    const subscription_id = client_correlator.startsWith('sub') ? client_correlator.split(':')[0] : undefined;
    this.#world.trace(client_correlator, `call leaves to ${isp} (attempt ${run?.attempt} of ${run?.name})`);
    this.#held_back.delete(client_correlator);
    const retried = this.#not_sent.get(client_correlator);
    if (retried) this.#hit(retried);
    this.#not_sent.delete(client_correlator);
    this.#calls_out.set(client_correlator, (this.#calls_out.get(client_correlator) ?? 0) + 1);
    const before = this.#sent.get(client_correlator);
    this.#sent.set(client_correlator, 'out');
    // Orange replays: there, sending again is asking, as long as no answer is written down.
    const may_leave = before === undefined || before === 'not_sent' || isp === 'orange';
    if (!may_leave || this.#settled.has(client_correlator))
      this.#world.fail('a correlator is sent once', client_correlator, `it was sent before: ${before}`);
    const permitted = run?.last_commit;
    if (!permitted) {
      this.#world.fail('every call follows a commit', client_correlator, 'a call left without one');
      return;
    }
    const end = subscription_id === undefined ? undefined : this.ends.get(subscription_id);
    const age_ms = this.#world.scheduler.now_ms - permitted.at_ms;
    if (end && permitted.sequence > end.sequence)
      this.#world.fail(
        'no charge starts after the acknowledged end',
        client_correlator,
        `permitted ${permitted.at_ms - end.at_ms} ms after the end`,
      );
    else if (end && age_ms > LEAVES_WITHIN_MS)
      this.#world.fail(
        'no charge starts after the acknowledged end',
        client_correlator,
        `left ${this.#world.scheduler.now_ms - end.at_ms} ms after the end, ${age_ms} ms after its commit`,
      );
    else if (age_ms > LEAVES_WITHIN_MS)
      this.#world.fail('a call leaves soon after its commit', client_correlator, `it left ${age_ms} ms after it`);
  }

  callAnswered(client_correlator: string, result: { kind: Result; detail?: string }): void {
    this.#calls_out.set(client_correlator, (this.#calls_out.get(client_correlator) ?? 1) - 1);
    this.#sent.set(client_correlator, result.kind);
    if (result.kind === 'not_sent')
      this.#not_sent.set(client_correlator, result.detail === 'status 429' ? 'throttled_and_retried' : 'refused_connection_retried');
  }

  isCallOut(subscription_id: string): boolean {
    return [...this.#calls_out].some(([correlator, count]) => count > 0 && correlator.startsWith(`${subscription_id}:`));
  }

  committed(changes: Change[]): void {
    for (const { table, before, after } of changes) {
      if (!after) continue;
      if ((table === 'charge' || table === 'refund') && after.status !== before?.status) this.#touch(after as ChargeRow | RefundRow);
      if (table === 'charge') this.#charge(before as ChargeRow | undefined, after as ChargeRow);
      if (table === 'subscription') this.#subscription(before as SubscriptionRow | undefined, after as SubscriptionRow);
      if (table === 'purchase') this.#purchase(before as PurchaseRow | undefined, after as PurchaseRow);
      if (table === 'charge_attempt') this.#attempt(after as ChargeAttemptRow);
      if (table === 'refund') this.#refund(before as RefundRow | undefined, after as RefundRow);
    }
  }

  /** What a statement may speak of. */
  #touch({ isp, booked_at }: ChargeRow | RefundRow): void {
    if (booked_at) for (const day of statementDays(booked_at)) this.#world.schedules.touch(isp, day);
  }

  #attempt({ outcome, detail, client_correlator }: ChargeAttemptRow): void {
    if (outcome === 'succeeded' || outcome === 'declined' || outcome === 'not_charged') this.#settled.add(client_correlator);
    if (detail?.startsWith('its turn was over')) this.#hit('not_sent_too_late');
    if (!detail?.startsWith('given up')) return;
    this.#hit('doubt_given_up');
    this.given_up.add(client_correlator);
  }

  #refund(before: RefundRow | undefined, after: RefundRow): void {
    const { id, status, attempt, charge_id } = after;
    if (!before) this.#somethingToSweep();
    if (before?.status === status) return;
    if (status === 'succeeded' && after.source === 'reconciliation') this.#hit('given_back_by_reconciliation');
    this.#world.trace(id, `refund of ${charge_id} ${before?.status ?? 'new'} → ${status} (attempt ${attempt})`);
    const is_over = status === 'succeeded' || status === 'declined' || after.attempt !== before?.attempt;
    if (before && is_over) this.#settled.add(before.client_correlator);
    if (status === 'declined') this.#hit('refund_refused');
    if (status === 'sent' && attempt > 1) this.#hit('refund_sent_again');
    if (status === 'sent') this.#held_back.add(after.client_correlator);
    if (before?.status === 'sent' && status === 'intent' && this.#held_back.has(after.client_correlator))
      this.#hit('refund_not_sent_too_late');
    if (before?.status !== 'in_doubt') return;
    if (isReconciling()) this.#hit('refund_doubt_settled_by_statement');
    if (status === 'succeeded') this.#hit(after.isp === 'alice' ? 'refund_found_at_alice' : 'refund_resolved_given');
    if (status === 'intent') this.#hit('refund_resolved_not_given');
  }

  #charge(before: ChargeRow | undefined, after: ChargeRow): void {
    this.#world.trace(after.key, `charge ${before?.status ?? 'new'} → ${after.status} (attempt ${after.attempt})`);
    if (before && before.status !== after.status) this.#moved({ before, after });
    const refused_by_cap = after.status === 'declined' && after.decline_reason === 'monthly_cap_reached';
    if (refused_by_cap && before?.status !== 'declined') this.#hit('monthly_cap_refusal');
    if (after.status === 'waived' && before?.status !== 'waived') this.#hit('period_waived_after_outage');
    if (!before?.escalated_at && after.escalated_at) this.#hit('doubt_escalated');
  }

  #moved({ before, after }: Move): void {
    if (before.status === 'in_doubt') {
      if (isReconciling()) this.#hit('doubt_settled_by_statement');
      if (after.status === 'succeeded') this.#hit('doubt_resolved_paid');
      if (after.status === 'declined') this.#hit('doubt_resolved_declined');
      if (after.status === 'not_charged') {
        this.#hit('doubt_resolved_unpaid');
        if (after.isp === 'alice') this.#hit('statement_absent_at_alice');
      }
    }
    if (after.status === 'succeeded' && after.attempt > 1) this.#hit('soft_decline_recovered');
    if (after.status === 'succeeded' && this.ends.has(after.subscription_id ?? '')) this.#hit('charge_settled_after_end');
  }

  #subscription(before: SubscriptionRow | undefined, after: SubscriptionRow): void {
    if (!before || (after.ended_at && !before.ended_at)) this.#somethingToSweep();
    if (before?.ended_at || !after.ended_at) return;
    this.#world.trace(after.id, `ended: ${after.end_reason} by ${after.end_source ?? 'nobody'}`);
    this.ends.set(after.id, { sequence: this.#world.commits, at_ms: this.#world.scheduler.now_ms });
    if (after.end_reason === 'dunning_exhausted') this.#hit('dunning_exhausted');
    if (after.end_reason === 'expired') this.#hit('sweep_expired_an_orphan');
    if (after.end_reason === 'declined') this.#hit(after.paid_index === null ? 'first_charge_declined' : 'hard_decline');
    if (after.end_reason === 'mandate_revoked' && after.end_source === 'isp') this.#hit('notification_ended_a_subscription');
    if (after.end_source === null) return;
    if (after.end_source === 'ops') this.#hit('end_by_bare_signal');
    const statuses = this.#chargesOf(after.id).map(({ status }) => status);
    if (statuses.includes('sent')) this.#hit('cancel_during_send');
    if (statuses.includes('in_doubt')) this.#hit('cancel_while_in_doubt');
    if (statuses.every((status) => status === 'intent' || status === 'void')) this.#hit('cancel_before_first_charge');
  }

  #chargesOf(subscription_id: string): ChargeRow[] {
    return this.#world.database.rows<ChargeRow>('charge').filter((charge) => charge.subscription_id === subscription_id);
  }

  #purchase(before: PurchaseRow | undefined, after: PurchaseRow): void {
    if (!before) this.#somethingToSweep();
    if (before?.status !== after.status) this.#world.trace(after.id, `purchase ${after.status} ${after.decline_reason ?? ''}`);
    if (after.decline_reason === 'expired' && before?.status === 'processing') this.#hit('sweep_expired_an_orphan');
  }

  #somethingToSweep(): void {
    for (const wake of this.#sweepers.values()) wake();
  }

  onSweepable(process: SimulatedProcess, wake: () => void): void {
    this.#sweepers.set(process, wake);
    process.onEnd(() => void this.#sweepers.delete(process));
  }
}
