// A process of its own, started as a worker of the product is: node --import ./gateways/temporal/workflow-threads.ts … ADDRESS TASK_QUEUE
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { quietRuntime } from '../runtime.ts';

const [address = '', taskQueue = ''] = process.argv.slice(2);
quietRuntime();
const connection = await NativeConnection.connect({ address });
const workflowsPath = fileURLToPath(new URL('./odd-workflows.ts', import.meta.url));
const worker = await Worker.create({ connection, taskQueue, workflowsPath, bundlerOptions: { preloadModules: [workflowsPath] } });
process.once('disconnect', () => worker.shutdown());
const running = worker.run();
process.send?.('ready');
await running;
await connection.close();
