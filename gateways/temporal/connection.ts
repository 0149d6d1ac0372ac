import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

export type TemporalSettings = { address: string; namespace: string };

/** TLS, keys and the like come from Temporal's own environment settings and profiles; address and namespace from ours. */
export function connectOptions(settings: TemporalSettings) {
  const { connectionOptions } = loadClientConnectConfig();
  return { ...connectionOptions, address: settings.address };
}

/** Connects with the first call, and again by itself after the service was away. */
export function openTemporalClient(settings: TemporalSettings): Client {
  return new Client({ connection: Connection.lazy(connectOptions(settings)), namespace: settings.namespace });
}
