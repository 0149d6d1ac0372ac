// Preloaded where the worker starts (`node --import ./gateways/temporal/workflow-threads.ts worker.ts`), and by that into each thread in which
// workflows run. Without it everything works, and a renewal costs several milliseconds more (docs/decisions/0026).
import v8 from 'node:v8';
import vm from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** As the SDK's own limit for each of its calls: workflow code that is busy for so long hangs. */
const ACTIVATION_LIMIT_MS = 5_000;

if (!isMainThread) {
  withoutPromiseHooks();
  await watchedOncePerActivation();
}

/**
 * The SDK notes the stack of every promise, for the query `__stack_trace` alone, which then says that it is not enabled. What a workflow does is
 * told by its `state` and by its details; errors keep their stacks.
 */
function withoutPromiseHooks(): void {
  v8.promiseHooks.createHook = () => {
    throw new Error('stacks of promises are not collected');
  };
}

/**
 * The SDK calls into a workflow three times or more for each activation, and Node starts and joins a thread for each call that has a time limit.
 * Here the calls have none, and the activation around them has: one that doesn't end fails its workflow task, as before.
 */
async function watchedOncePerActivation(): Promise<void> {
  const { BaseVMWorkflow } = await import('@temporalio/worker/lib/workflow/vm-shared.js');
  type Workflow = InstanceType<typeof BaseVMWorkflow>;
  const unlimited = vm.Script.prototype.runInContext;
  vm.Script.prototype.runInContext = function (context, { timeout: _none, ...options } = {}) {
    return unlimited.call(this, context, options);
  };

  const { activate } = BaseVMWorkflow.prototype;
  BaseVMWorkflow.prototype.activate = async function (this: Workflow, activation) {
    try {
      // Up to its first pause, after which nothing of the workflow runs.
      return await withinLimit(() => activate.call(this, activation));
    } catch (error) {
      return { runId: this.runId, failed: { failure: this.activator.errorToFailure(error) } };
    }
  };
}

declare global {
  var __isp_billing_activation: (() => unknown) | undefined;
}

const script = new vm.Script('__isp_billing_activation()');

function withinLimit<T>(call: () => T): T {
  globalThis.__isp_billing_activation = call;
  return script.runInThisContext({ timeout: ACTIVATION_LIMIT_MS }) as T;
}
