/**
 * How soon others take over what a worker held when it died without a word: whatever it was in the middle of, a due charge starts within
 * 15 s (test/chaos/two-workers.test.ts). The activity's share is the heartbeat time-out, in workflows/.
 */

/**
 * At a workflow's start: how long a worker that took a workflow task may say nothing. A task takes milliseconds, or as long as its first try of
 * a charge: then the SDK says each 4 s that the worker lives, and what was signalled meanwhile is seen.
 */
export const WORKFLOW_TASK_TIMEOUT = '5s';

/** Options of each worker: how long a task waits for the worker that has the workflow in its memory, before any other may take it. */
export const TAKEOVER = { stickyQueueScheduleToStartTimeout: '2s' };
