import { readFile } from 'node:fs/promises';
import { runAdmin } from './admin/program.ts';
import type { AdminTools } from './admin/tools.ts';
import type { Operators } from './compose.ts';
import { ConfigurationError, readConfig } from './config.ts';
import { adminEnvironment } from './local/admin-environment.ts';

/** Entry of the operators' command line: configuration → dependencies → one command; nothing else. */
let opened: Operators | undefined;

const tools: AdminTools = {
  async open() {
    const config = readConfig('admin', await adminEnvironment());
    // Only now: help and wrong usage are answered at once.
    const [{ composeOperators }, { openTemporalClient }] = await Promise.all([
      import('./compose.ts'),
      import('./gateways/temporal/connection.ts'),
    ]);
    const client = openTemporalClient({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
    opened = await composeOperators(config, client);
    return opened.useCases;
  },
  readFile: (path) => readFile(path, 'utf8'),
  now: () => new Date(),
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
};

try {
  process.exitCode = await runAdmin(tools, process.argv.slice(2));
} catch (error) {
  // One line for whoever typed the command; settings are the exception, with one line per problem.
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.stderr.write(error instanceof ConfigurationError ? `${error.message}\n` : `${message.split('\n')[0]}\n`);
  process.exitCode = 1;
} finally {
  await opened?.close();
}
