import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { type ActivityContext, tryAgain } from './context.ts';

/** How long an advance waits for doubts, of which only those count that the ISP is asked about soon. */
const DOUBTS_WAIT_MS = 30_000;
const SOON_MS = 20_000;
/** How long an advance waits for the letters of its last step to be sent or refused. */
const LETTERS_WAIT_MS = 20_000;

export function createTestClockActivities(context: ActivityContext) {
  const { unitOfWork, engine } = context;
  return {
    /**
     * Goes from due instant to due instant, in order over all subscriptions of the clock, and lets each do what is due before the clock
     * moves on. The clock's row is the progress: a repeated call goes on where the last one stopped.
     */
    async advanceTestClock({ test_clock_id }: { test_clock_id: string }): Promise<void> {
      const { target_at } = await unitOfWork.read((stores) => stores.clocks.get(test_clock_id));
      const doubts_until = Date.now() + DOUBTS_WAIT_MS;
      do {
        await stepThrough(test_clock_id, target_at);
      } while (await doubtsResolved(test_clock_id, doubts_until));
      await waitForLetters(test_clock_id);
      await unitOfWork.transaction((stores) => stores.clocks.arrive(test_clock_id, target_at));
    },
  };

  async function stepThrough(test_clock_id: string, target_at: Date): Promise<void> {
    for (;;) {
      const due = await unitOfWork.read((stores) => stores.subscriptions.nextDueOnClock(test_clock_id, target_at));
      if (!due?.next_charge_at) return;
      const instant = due.next_charge_at;
      await unitOfWork.transaction((stores) => stores.clocks.moveTo(test_clock_id, instant));
      await tickOrTryAgain(due.id, instant);
      const after = await unitOfWork.read((stores) => stores.subscriptions.get(due.id));
      // The step must have moved it on; going round again would be an endless loop.
      if (after.next_charge_at && after.next_charge_at.getTime() <= instant.getTime())
        throw tryAgain('a due subscription has not moved yet', 500);
    }
  }

  /**
   * Waits a while for doubts that the ISP is asked about soon: resolving one may make the next period due. True where some were resolved. A
   * doubt that takes long doesn't hold the clock up; its subscription catches up with the next advance.
   */
  async function doubtsResolved(test_clock_id: string, until_ms: number): Promise<boolean> {
    const count = () => unitOfWork.read((stores) => stores.subscriptions.doubtsOnClock(test_clock_id, new Date(Date.now() + SOON_MS)));
    if ((await count()) === 0) return false;
    while (Date.now() < until_ms) {
      await Promise.race([sleep(100), Context.current().cancelled]);
      if ((await count()) === 0) return true;
    }
    return false;
  }

  async function tickOrTryAgain(subscription_id: string, instant: Date): Promise<void> {
    try {
      // A worker that is asked to stop need not see the step through: the workflow does, and the next worker goes on from the rows.
      await Promise.race([engine.tick(subscription_id, instant), Context.current().cancelled]);
    } catch (error) {
      // Between two runs of a continued workflow, or just before its start.
      if (error instanceof WorkflowNotFoundError) throw tryAgain('the subscription is between two runs', 200);
      throw error;
    }
  }

  async function waitForLetters(test_clock_id: string): Promise<void> {
    context.announce();
    const until = Date.now() + LETTERS_WAIT_MS;
    while ((await unitOfWork.read((stores) => stores.mails.untriedOnClock(test_clock_id))) > 0 && Date.now() < until) await sleep(50);
  }
}
