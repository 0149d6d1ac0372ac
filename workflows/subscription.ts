// One subscription, from its first charge to its end. Lives for years, so it holds instants and ids, nothing private.
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { SubscriptionInput } from '../domain/messages.ts';
import { chargePeriod, chargePeriodAtOnce, endSubscription } from './charging.ts';
import { activatedUpdate, BILLING_STATUS, chargeResolvedSignal, stateQuery, tickUpdate, unsubscribeSignal } from './messages.ts';
import { SubscriptionLife } from './subscription-life.ts';

export async function subscription(input: SubscriptionInput): Promise<{ status: 'ended' }> {
  const life = new SubscriptionLife(input);
  setHandler(unsubscribeSignal, (request) => life.requestEnd(request));
  setHandler(chargeResolvedSignal, () => life.doubtResolved());
  setHandler(stateQuery, () => life.state);
  setHandler(activatedUpdate, async () => {
    await condition(() => life.isPastFirstCharge);
    return { status: life.status };
  });
  setHandler(tickUpdate, async (clock_now) => {
    life.tell(clock_now);
    await condition(() => life.isQuiet);
  });

  show(life, input.status);
  while (!life.isOver) {
    if (isHistoryLong(input) && (await isUndisturbed(life))) return await continueAsNew<typeof subscription>(life.input);
    await untilDue(life);
    if (!life.isEndRequested) await charge(life);
  }
  if (life.status !== 'ended') await end(life);
  while (life.isUnsettled) {
    if (life.isInDoubt) await untilLook(life);
    await look(life);
  }
  await condition(allHandlersFinished);
  return { status: 'ended' };
}

/** Whoever waits for what was just done is answered before its run ends; false where more is due before that. */
async function isUndisturbed(life: SubscriptionLife): Promise<boolean> {
  await condition(() => allHandlersFinished() || !life.isQuiet);
  return life.isQuiet && allHandlersFinished();
}

/** Waits for the next due instant, or for the end, or for the end of a doubt. */
async function untilDue(life: SubscriptionLife): Promise<void> {
  if (life.isInDoubt) return await untilLook(life);
  if (life.isOnTestClock) return await condition(() => life.isOver || life.millisecondsUntilDue(0) === 0);
  // A timer may fire a little early, and an instant is what counts.
  for (let wait_ms = life.millisecondsUntilDue(Date.now()); wait_ms > 0 && !life.isOver; wait_ms = life.millisecondsUntilDue(Date.now())) {
    await condition(() => life.isOver, wait_ms);
  }
}

/** Waits until the ISP is asked again, or until somebody says that it is known. An end doesn't wait for that. */
async function untilLook(life: SubscriptionLife): Promise<void> {
  const was_over = life.isOver;
  const wait_ms = life.millisecondsUntilLook(Date.now());
  if (wait_ms > 0) await condition(() => life.isOver !== was_over || life.millisecondsUntilLook(Date.now()) === 0, wait_ms);
}

/** After the end: whatever was out is still found out, and nothing is sent. */
async function look(life: SubscriptionLife): Promise<void> {
  const before = life.billingStatus;
  life.apply(await chargePeriod(life.chargeInput));
  show(life, before);
}

/** Charges one period. An end that comes while the call is out is acknowledged at once, and the charge is still seen through. */
async function charge(life: SubscriptionLife): Promise<void> {
  const before = life.billingStatus;
  life.startCharge();
  const charging = life.isFirstTryLocal ? chargePeriodAtOnce(life.chargeInput) : chargePeriod(life.chargeInput);
  await Promise.race([charging, condition(() => life.isEndRequested)]);
  if (life.isEndRequested) await end(life);
  life.apply(await charging);
  if (life.state.last?.outcome === 'ended' && !life.isEndRequested) await end(life);
  show(life, before);
}

/** Ends it in PostgreSQL and at the ISP. Harmless where that was done. */
async function end(life: SubscriptionLife): Promise<void> {
  const before = life.billingStatus;
  life.ended(await endSubscription(life.endInput));
  show(life, before);
}

/** The search attribute is written only when it changes: each write is an event and a visibility record. */
function show(life: SubscriptionLife, before: string): void {
  setCurrentDetails(life.details);
  if (life.billingStatus !== before) upsertSearchAttributes([{ key: BILLING_STATUS, value: life.billingStatus }]);
}

function isHistoryLong(input: SubscriptionInput): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > (input.history_events_max ?? Number.POSITIVE_INFINITY);
}
