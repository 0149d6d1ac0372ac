import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import type { BillingActivities } from '../../../activities/types.ts';
import { dueInstant } from '../../../domain/calendar.ts';
import type {
  CallbackDelivery,
  ChargePeriodInput,
  EndInput,
  NextCharge,
  PeriodOutcome,
  PurchaseOutcome,
  RefundOutcome,
} from '../../../domain/messages.ts';

export type Step = 'paid' | 'refused' | 'in_doubt' | 'ended' | 'try_again' | { hold: Promise<void>; outcome: 'paid' | 'ended' };

const NO_COUNTS = { lines: 0, entries: 0, matched: 0, awaited: 0, open: 0, opened: 0, gone: 0 };

/** Activities that follow a script and note what they were asked: the seam at which workflows are tested alone. */
export class ScriptedActivities {
  readonly charges: ChargePeriodInput[] = [];
  /** Of these, and of the purchases: whether they were asked for inside a workflow task. */
  readonly local: boolean[] = [];
  readonly ends: EndInput[] = [];
  readonly deliveries: string[] = [];
  readonly given_up: string[] = [];
  /** What the next charges come to; `paid` once the script is over. */
  steps: Step[] = [];
  purchases: PurchaseOutcome['status'][] = [];
  refunds: RefundOutcome['status'][] = [];
  deliveries_fail = false;
  /** What the next deliveries come to; `delivered` once the script is over. */
  callbacks: CallbackDelivery['outcome'][] = [];
  readonly reconciled: string[] = [];
  days_without_statement: string[] = [];
  reconciling: Promise<unknown> = Promise.resolve();
  /** Statements take so long. */
  paying: Promise<unknown> = Promise.resolve();
  escalated = false;
  /** What an end finds. */
  charge_is_out = false;
  readonly #anchor: Date;

  constructor(anchor: Date) {
    this.#anchor = anchor;
  }

  next(index: number, attempt = 1): NextCharge {
    const due = dueInstant(this.#anchor, 'month', index).toISOString();
    return { index, attempt, due_at: due, wake_at: due };
  }

  get activities(): BillingActivities {
    return {
      chargePurchase: async () => {
        this.local.push(activityInfo().isLocal);
        const status = this.purchases.shift() ?? 'completed';
        return status === 'in_doubt' ? { status, ...this.#outlook() } : { status };
      },
      refundCharge: async () => {
        const status = this.refunds.shift() ?? 'succeeded';
        return status === 'in_doubt' ? { status, ...this.#outlook() } : { status };
      },
      chargePeriod: async (input) => {
        this.charges.push(input);
        this.local.push(activityInfo().isLocal);
        const step = this.steps.shift() ?? 'paid';
        if (typeof step === 'string') return this.#outcome(step, input);
        await step.hold;
        return this.#outcome(step.outcome, input);
      },
      endSubscription: async (input) => {
        this.ends.push(input);
        return { charge_is_out: this.charge_is_out };
      },
      advanceTestClock: async () => undefined,
      deliverCallback: async ({ event_id }) => {
        this.deliveries.push(event_id);
        if (this.deliveries_fail) throw ApplicationFailure.create({ message: 'the receiver did not answer with 2xx', type: 'TryAgain' });
        return { outcome: this.callbacks.shift() ?? 'delivered' };
      },
      giveUpCallback: async ({ event_id }) => void this.given_up.push(event_id),
      makePayouts: async ({ month }) => {
        await this.paying;
        return { month: month === 'last' ? '2026-10' : month, modes: [{ mode: 'live', made: 2, there: 1, paid_out_cents: '65000' }] };
      },
      reconciliationsDue: async () => ['2026-11-23', '2026-11-22'],
      reconcileDay: async ({ day }) => {
        await this.reconciling;
        if (this.days_without_statement.includes(day)) throw ApplicationFailure.nonRetryable('no statement', 'TryAgain');
        this.reconciled.push(day);
        return { day, complete: true, counts: { ...NO_COUNTS }, charged: [], not_charged: [], owed_back: [] };
      },
    };
  }

  /** Beyond what a test waits for, unless it says otherwise. */
  look_again_at = '2999-01-01T00:00:00.000Z';

  #outlook() {
    return { look_again_at: this.look_again_at, escalated: this.escalated };
  }

  #outcome(kind: Exclude<Step, object>, { index, attempt }: ChargePeriodInput): PeriodOutcome {
    switch (kind) {
      case 'try_again':
        throw ApplicationFailure.create({ message: 'not now', type: 'TryAgain', nextRetryDelay: 50 });
      case 'paid':
        return { kind, index, next: this.next(index + 1) };
      case 'refused': {
        const retry = new Date(dueInstant(this.#anchor, 'month', index).getTime() + 86_400_000).toISOString();
        return { kind, index, reason: 'insufficient_ceiling', next: { index, attempt: attempt + 1, due_at: retry, wake_at: retry } };
      }
      case 'in_doubt':
        return { kind, index, ...this.#outlook() };
      case 'ended':
        return { kind, index, reason: 'declined' };
    }
  }
}
