import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { WORKFLOWS } from '../../../gateways/temporal/workflow-bundle.ts';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflow bundle, made once a test file. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  const silent = () => undefined;
  const error = (text: string) => void process.stderr.write(`${text}\n`);
  bundle ??= bundleWorkflowCode({
    ...WORKFLOWS,
    logger: { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error },
  });
  return bundle;
}
