import type { EndInput, EndReport, InstantText, PeriodOutcome, SubscriptionInput, UnsubscribeRequest } from '../domain/messages.ts';
import { END_SOURCES, type EndReason, type SubscriptionStatus } from '../domain/subscriptions.ts';
import type { SubscriptionState } from './messages.ts';

/** What a subscription's workflow knows: ids, statuses and absolute instants. Rules only; the workflow beside it does the waiting. */
export class SubscriptionLife {
  #input: SubscriptionInput;
  #end_request: UnsubscribeRequest | undefined;
  #end_reason: EndReason | undefined;
  #charging = false;
  #charge_is_out = false;

  constructor(input: SubscriptionInput) {
    this.#input = input;
  }

  get status(): SubscriptionStatus {
    return this.#input.status;
  }

  get next() {
    return this.#input.next;
  }

  /** The first request stands. One that a person sent by hand may lack its fields or misspell them: it ends the subscription all the same. */
  requestEnd(request: Partial<UnsubscribeRequest> | undefined): void {
    const source = END_SOURCES.find((known) => known === request?.source) ?? 'ops';
    const at = typeof request?.at === 'string' && !Number.isNaN(Date.parse(request.at)) ? { at: request.at } : {};
    this.#end_request ??= { source, ...at };
  }

  get isEndRequested(): boolean {
    return this.#end_request !== undefined;
  }

  get isOver(): boolean {
    return this.#end_request !== undefined || this.#end_reason !== undefined;
  }

  /** In doubt nothing is charged, this period or the next, until somebody has found out. */
  get isInDoubt(): boolean {
    return this.#input.doubt !== undefined;
  }

  /**
   * Something was sent that is not settled. Also where this run asked for no charge: a task that a worker's death undid may have sent one, and
   * the end that came meanwhile is seen before the charge by the task that is carried out instead.
   */
  get isUnsettled(): boolean {
    return this.isInDoubt || this.#charge_is_out;
  }

  /** Somebody else found out: the row knows, and is looked at now. */
  doubtResolved(): void {
    if (this.#input.doubt) this.#input = { ...this.#input, doubt: { ...this.#input.doubt, look_again_at: new Date(0).toISOString() } };
  }

  /** Until the ISP is asked again, always by real time. */
  millisecondsUntilLook(real_now: number): number {
    return Math.max(0, Date.parse(this.#input.doubt?.look_again_at ?? '') - real_now);
  }

  get isOnTestClock(): boolean {
    return this.#input.test_clock_id !== undefined;
  }

  tell(clock_now: InstantText): void {
    this.#input = { ...this.#input, clock_now };
  }

  /** Milliseconds until the next charge by the given time; a test clock brings its own. */
  millisecondsUntilDue(real_now: number): number {
    const now = this.isOnTestClock ? Date.parse(this.#input.clock_now ?? this.#input.next.due_at) : real_now;
    return Math.max(0, Date.parse(this.#input.next.wake_at) - now);
  }

  /** True once everything is done that is due by now: what a tick of a test clock waits for. */
  get isQuiet(): boolean {
    if (this.#charging) return false;
    return this.isOver || this.isInDoubt || this.millisecondsUntilDue(0) > 0;
  }

  /** What the search attribute says: a doubt that has grown old stands out. */
  get billingStatus(): string {
    return this.#input.doubt?.escalated ? 'in_doubt_escalated' : this.status;
  }

  get isPastFirstCharge(): boolean {
    return this.#input.status !== 'pending' || this.isOver;
  }

  get chargeInput() {
    const { subscription_id, next, clock_now } = this.#input;
    return { subscription_id, index: next.index, attempt: next.attempt, ...(this.isOnTestClock ? { at: clock_now ?? next.due_at } : {}) };
  }

  /** The first attempt of a period is made inside the workflow task; what it doesn't settle, and what follows a refusal, is not. */
  get isFirstTryLocal(): boolean {
    return this.#input.first_try === 'local' && this.#input.next.attempt === 1 && !this.isInDoubt;
  }

  startCharge(): void {
    this.#charging = true;
  }

  apply(outcome: PeriodOutcome): void {
    this.#charging = false;
    this.#charge_is_out = false;
    const { doubt: _doubt, ...known } = this.#input;
    const last = { index: outcome.index, outcome: outcome.kind };
    switch (outcome.kind) {
      case 'paid':
      case 'skipped':
        this.#input = { ...known, status: this.#unlessEnding('active'), next: outcome.next, last };
        break;
      case 'refused':
        this.#input = { ...known, status: this.#unlessEnding('past_due'), next: outcome.next, last };
        break;
      case 'in_doubt':
        this.#input = {
          ...known,
          status: this.#unlessEnding('in_doubt'),
          // After an outage the period in doubt may be a later one than was asked for.
          next: { ...known.next, index: outcome.index },
          doubt: { look_again_at: outcome.look_again_at, escalated: outcome.escalated },
          last,
        };
        break;
      case 'ended':
        this.#end_reason = outcome.reason;
        this.#input = { ...known, status: 'ended', last };
        break;
    }
  }

  /** A charge that was in flight at the end is recorded, and restarts nothing. */
  #unlessEnding(status: SubscriptionStatus): SubscriptionStatus {
    return this.isEndRequested || this.#end_reason !== undefined ? this.#input.status : status;
  }

  /** What is to be told to PostgreSQL and to the ISP. */
  get endInput(): EndInput {
    const { subscription_id } = this.#input;
    const request = this.#end_request;
    if (!request) return { subscription_id, reason: this.#end_reason ?? 'unsubscribed' };
    const reason = request.source === 'isp' ? 'mandate_revoked' : 'unsubscribed';
    return { subscription_id, reason, source: request.source, ...(request.at === undefined ? this.#clockInstant() : { at: request.at }) };
  }

  #clockInstant(): { at?: InstantText } {
    return this.#input.clock_now === undefined ? {} : { at: this.#input.clock_now };
  }

  /** Histories from before there were reports hold none. */
  ended(report: EndReport | undefined): void {
    this.#charge_is_out = report?.charge_is_out ?? false;
    this.#input = { ...this.#input, status: 'ended' };
  }

  /** What the next run of this workflow starts with: also where this one was begun before first tries were local. */
  get input(): SubscriptionInput {
    return { ...this.#input, first_try: 'local' };
  }

  get state(): SubscriptionState {
    const { subscription_id, status, next, last, clock_now } = this.#input;
    return {
      subscription_id,
      status,
      next: this.isOver ? null : next,
      last: last ?? null,
      end_requested: this.#end_request ?? null,
      clock_now: clock_now ?? null,
    };
  }

  /** What a person sees in the Temporal UI. */
  get details(): string {
    const { status, next, last } = this.#input;
    const lines = [`**Status:** ${status}`];
    if (!this.isOver) lines.push(`**Next charge:** period ${next.index}, attempt ${next.attempt}, at ${next.due_at}`);
    if (this.#input.doubt) lines.push(`**In doubt:** the ISP is asked again at ${this.#input.doubt.look_again_at}`);
    if (last) lines.push(`**Last outcome:** period ${last.index} ${last.outcome}`);
    if (this.#end_request) lines.push(`**End asked for by:** ${this.#end_request.source}`);
    return lines.join('\n\n');
  }
}
