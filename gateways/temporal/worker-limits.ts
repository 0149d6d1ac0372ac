import type { NativeConnectionOptions } from '@temporalio/worker';

/**
 * How much one worker takes on at once. Sleeping subscriptions are evicted sooner or later whatever the size of the cache; this keeps memory
 * flat. The first try of a charge runs inside its workflow task and holds its place until the ISP has answered, so there are places for more
 * than one ISP that hangs with all of its 40 calls, and each task that has one finds a place for its charge. The benchmarks give theirs to
 * every worker that ours is compared with.
 */
export const WORKER_LIMITS = {
  maxCachedWorkflows: 500,
  maxConcurrentWorkflowTaskExecutions: 120,
  maxConcurrentLocalActivityExecutions: 200,
  maxConcurrentActivityTaskExecutions: 200,
};

/**
 * What a worker and Temporal tell each other is a few hundred bytes at a time, on one network: there is nothing to gain by packing it, and both
 * would pay for it with the CPU that renewals need.
 */
export const WORKER_CONNECTION: Pick<NativeConnectionOptions, 'grpcCompression'> = { grpcCompression: { codec: 'none' } };
