/**
 * The hard paths. Each is counted where it in fact happened; a range of seeds that never reached one of them has proved nothing about it, and
 * fails.
 */
export const SOMETIMES = {
  doubt_resolved_paid: 'a doubt ended with the charge found',
  doubt_resolved_unpaid: 'a doubt ended with proof that nothing was charged',
  doubt_resolved_declined: 'a doubt ended with a refusal',
  doubt_given_up: "a doubt ended by policy in the buyer's favour",
  doubt_escalated: 'a doubt grew old and was shown to operators',
  charged_after_giving_up: 'a doubt was given up that the ISP had charged',
  cancel_during_send: 'an end was acknowledged while a charge was out',
  cancel_while_in_doubt: 'an end was acknowledged while a charge was in doubt',
  cancel_before_first_charge: 'an end was acknowledged before the first charge',
  end_by_bare_signal: 'a bare signal ended a subscription',
  revocation_racing_a_charge: 'a mandate was revoked at the ISP while its charge was out',
  charge_settled_after_end: 'a charge that was out at the end was recorded as paid',
  late_answer_after_doubt: 'an answer came after its charge was taken for a doubt',
  late_capture_found: 'a charge that was booked late was found',
  late_arrival: 'a request reached the ISP after its sender had given it up',
  replay_at_orange: 'Orange replayed the first answer',
  statement_found_at_alice: "a doubt was found in Alice's statement",
  statement_absent_at_alice: "Alice's complete statement lacked the charge",
  throttled_and_retried: 'a throttled call was made again',
  refused_connection_retried: 'a call that was never made was made again',
  not_sent_too_late: 'a call was not made, since its commit was too old',
  soft_decline_recovered: 'dunning ended in a payment',
  dunning_exhausted: 'dunning ended a subscription',
  hard_decline: 'a refusal for good ended a running subscription',
  first_charge_declined: 'a subscription ended with its first charge',
  monthly_cap_refusal: 'the legal cap refused a charge',
  period_waived_after_outage: 'a period passed unbilled and was waived',
  killed_between_commit_and_call: 'a worker was killed after it had committed `sent` and before the call',
  killed_during_call: 'a worker was killed while its call was out',
  killed_between_call_and_commit: 'a worker was killed with an answer in hand',
  local_try_left_to_regular: 'a try inside a workflow task left its charge to the regular activity',
  local_try_lost: 'a workflow task was lost with the try of a charge in it, and carried out again',
  lost_try_not_made_again: 'a workflow task was lost that had tried a charge, and the one in its place saw an end first',
  outcome_heard_of: "a buyer's request heard of its outcome before the workflow had answered",
  charges_shared_a_commit: 'charges of several subscriptions or purchases were written by one commit',
  killed_before_commit: 'a process was killed before a commit',
  killed_after_commit: 'a process was killed after a commit, before it heard of it',
  commit_answer_lost: 'a commit was carried out and its answer was lost',
  commit_answer_slow: 'the answer to a commit took long',
  worker_held_up: 'a worker stood still with an activity under way, and went on',
  superseded_activity_finished: 'an activity finished that had been given up and begun elsewhere',
  database_away: 'a statement met a database that was away',
  temporal_away: 'Temporal was away',
  engine_down_for_months: 'everything of ours was down for months',
  duplicate_notification: 'a notification came again',
  notification_ended_a_subscription: 'a notification ended a subscription',
  notification_resolved_a_doubt: 'a notification resolved a doubt',
  duplicate_signal: 'a signal came again',
  continue_as_new: 'a workflow went on in a new run',
  sweep_started_an_orphan: 'the sweep started a workflow that nobody had started',
  refund_resolved_given: 'a refund in doubt turned out given back',
  refund_found_at_alice: "a refund in doubt was found in Alice's statement",
  refund_resolved_not_given: 'a refund in doubt turned out not given back',
  refund_sent_again: 'a refund that was proved not given back was sent again, under its next attempt',
  refund_refused: 'the ISP refused a refund',
  more_asked_than_remains: 'more was to be refunded than remained',
  refund_killed_between_commit_and_call: 'a worker was killed after it had committed a refund as `sent` and before the call',
  refund_not_sent_too_late: 'a refund was not sent, since its commit was too old',
  doubt_settled_by_statement: 'reconciliation settled a charge in doubt',
  refund_doubt_settled_by_statement: 'reconciliation settled a refund in doubt',
  given_back_by_reconciliation: 'money that the ISP took for nothing went back',
  reconciled_by_hand: 'a day was reconciled by hand, since no regular run goes back that far',
  revived: 'a terminated workflow was begun anew from its rows',
  sweep_expired_an_orphan: 'the sweep gave up what nobody had charged in time',
} as const;

export type SometimesName = keyof typeof SOMETIMES;

export class Sometimes {
  readonly counts = new Map<SometimesName, number>();

  hit(name: SometimesName): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
