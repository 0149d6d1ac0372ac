/** Those of worker.ts, so that what is compared differs in its work alone. */
export const WORKER_LIMITS = { maxCachedWorkflows: 500, maxConcurrentActivityTaskExecutions: 200 };
