/**
 * How much one worker takes on at once. Sleeping subscriptions are evicted sooner or later whatever the size of the cache; this keeps memory
 * flat. The benchmarks give theirs to every worker that ours is compared with.
 */
export const WORKER_LIMITS = { maxCachedWorkflows: 500, maxConcurrentActivityTaskExecutions: 200 };
