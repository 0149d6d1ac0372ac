import { fileURLToPath } from 'node:url';

const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));

/**
 * Our workflows, as the SDK bundles them. The SDK would load their modules anew for each workflow that comes into a worker's memory; they are
 * loaded once a thread and shared, which they may be since they keep nothing outside of their functions (test/tidy.test.ts).
 */
export const WORKFLOWS = { workflowsPath, preloadModules: [workflowsPath] };
