import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflow bundle, made once a test file. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  const silent = () => undefined;
  const error = (text: string) => void process.stderr.write(`${text}\n`);
  bundle ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../../workflows/index.ts', import.meta.url)),
    logger: { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error },
  });
  return bundle;
}
