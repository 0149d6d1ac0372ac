import { createHash } from 'node:crypto';
import {
  type CalendarSpec,
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import type { Duration, Workflow } from '@temporalio/common';
import { ZONE } from '../../domain/calendar.ts';
import { TASK_QUEUE } from '../../domain/messages.ts';

type Started = Pick<ScheduleOptionsStartWorkflowAction<Workflow>, 'typedSearchAttributes' | 'staticSummary'>;

/** What starts by the clock in Paris, in the local time that stays the same in summer. */
export type Regular = Started & {
  schedule_id: string;
  calendar: Omit<CalendarSpec, 'comment'>;
  /** Why then. */
  why: string;
  workflow_type: string;
  input: object;
  /** Temporal adds the instant of the start. */
  workflow_id: string;
  /** How long a start that an outage of Temporal missed is made up for. */
  catchup: Duration;
};

/**
 * Makes sure that a schedule is there as it is described. Harmless when repeated, also by several at once. A run that is still at it when the
 * next is due is followed by one more at its end, and never by a queue of them: each run looks at all that is due.
 */
export async function ensureSchedule(client: Client, regular: Regular): Promise<void> {
  const { scheduleId, ...schedule } = scheduleOf(regular);
  try {
    await client.schedule.create({ scheduleId, ...schedule });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(scheduleId);
    const [there] = (await handle.describe()).spec.calendars ?? [];
    // An update reads and then writes, and could undo a pause that comes in between: nothing is written where nothing has changed.
    if (there?.comment === schedule.spec.calendars?.[0]?.comment) return;
    // What it is to do is ours; whether it is paused, and why, is the operators'.
    await handle.update(({ state }) => ({ ...schedule, state }));
  }
}

function scheduleOf(regular: Regular): ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>> {
  const { schedule_id, calendar, why, workflow_type, input, workflow_id, catchup, ...started } = regular;
  const schedule = {
    scheduleId: schedule_id,
    spec: { calendars: [{ ...calendar }], timezone: ZONE },
    action: {
      type: 'startWorkflow' as const,
      workflowType: workflow_type,
      args: [input],
      workflowId: workflow_id,
      taskQueue: TASK_QUEUE,
      ...started,
    },
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: catchup, pauseOnFailure: false },
  };
  const version = createHash('sha256').update(JSON.stringify(schedule)).digest('hex').slice(0, 8);
  return { ...schedule, spec: { calendars: [{ ...calendar, comment: `${why}; version ${version}` }], timezone: ZONE } };
}
