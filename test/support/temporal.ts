import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { SEARCH_ATTRIBUTES } from '../../local/temporal/search-attributes.ts';
import { addSearchAttributes, registerSearchAttributes } from '../../local/temporal/service.ts';
import { handedOver, PROBLEM_PREFIX, SERVICE_PREFIX } from './handover.ts';
import { quietRuntime } from './runtime.ts';

/** A fresh time-skipping server with our search attributes: one clock for the whole environment. Call `teardown()` at the end. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const path = obtained('temporal_test_server');
  const environment = await patiently(() =>
    TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } }),
  );
  // This server can't list what it has, but a fresh one has none.
  await addSearchAttributes(environment.connection, 'default');
  return environment;
}

/** A fresh development server in memory with our search attributes, or the service that TEMPORAL_ADDRESS names. Call `teardown()` at the end. */
export async function devServer(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const cli = obtained('temporal_cli');
  if (cli.startsWith(SERVICE_PREFIX)) {
    const environment = await TestWorkflowEnvironment.createFromExistingServer({ address: cli.slice(SERVICE_PREFIX.length) });
    await registerSearchAttributes(environment.connection, 'default');
    return environment;
  }
  const searchAttributes = SEARCH_ATTRIBUTES.map((name) => defineSearchAttributeKey(name, 'KEYWORD'));
  return patiently(() =>
    TestWorkflowEnvironment.createLocal({ server: { executable: { type: 'existing-path', path: cli }, searchAttributes } }),
  );
}

function obtained(name: 'temporal_cli' | 'temporal_test_server'): string {
  const value = handedOver(name);
  if (value.startsWith(PROBLEM_PREFIX)) throw new Error(value.slice(PROBLEM_PREFIX.length));
  return value;
}

/** The SDK gives a server five seconds to answer, which a busy machine with two cores may miss. */
async function patiently(start: () => Promise<TestWorkflowEnvironment>): Promise<TestWorkflowEnvironment> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}
