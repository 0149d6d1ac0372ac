/** What the global set-up hands to the test files, which run in other processes: through the environment. */
export const HANDOVER = {
  /** Database in which databases are made and dropped. */
  administration_url: 'TEST_POSTGRES_URL',
  template_database: 'TEST_POSTGRES_TEMPLATE',
  temporal_cli: 'TEST_TEMPORAL_CLI',
  temporal_test_server: 'TEST_TEMPORAL_TEST_SERVER',
} as const;

/** Stand before a value of the Temporal entries that is not a path: an address, or why there is no server. */
export const SERVICE_PREFIX = 'service:';
export const PROBLEM_PREFIX = 'problem:';

export type Handover = keyof typeof HANDOVER;

/** The value that the set-up handed over under this name. Throws when the test runs without the set-up. */
export function handedOver(name: Handover): string {
  const value = process.env[HANDOVER[name]];
  if (value === undefined) throw new Error(`${HANDOVER[name]} is not set: run the tests by jest with its globalSetup.`);
  return value;
}

export function handOver(name: Handover, value: string): void {
  process.env[HANDOVER[name]] = value;
}
