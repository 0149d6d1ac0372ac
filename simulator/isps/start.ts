import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Config } from '../../config.ts';
import { createApp } from './app.ts';
import { openIsp } from './isp.ts';
import { PROFILES } from './profiles.ts';

/** Longer than clients keep an idle connection, so that it is never we who close one just as a request leaves on it. */
const KEEP_ALIVE_MS = 75_000;

export interface RunningIsps {
  /** Where the ISPs answer, such as http://127.0.0.1:4000. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the four ISPs on one port (0: a free one), each with its own database file in SIMULATOR_DATA_DIR.
 * What is due there (late captures, notifications) goes on where the last process stopped.
 */
export async function startIsps(config: Config<'simulator'>): Promise<RunningIsps> {
  const log = pino({ level: config.LOG_LEVEL, name: 'isps' });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.listen(config.SIMULATOR_PORT, config.LISTEN_HOST);
  await once(server, 'listening');
  // Whatever it listens on, this machine reaches it here.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // On a free port nobody can know the public address beforehand.
  const publicUrl = config.SIMULATOR_PORT === 0 ? url : config.SIMULATOR_PUBLIC_URL;
  const stopping = new AbortController();
  const isps = PROFILES.map((profile) =>
    openIsp({ profile, folder: config.SIMULATOR_DATA_DIR, publicUrl: `${publicUrl}/${profile.id}`, log: log.child({ isp: profile.id }) }),
  );
  const { ISP_CLIENT_SECRET: clientSecret, SIMULATOR_REDIRECT_PREFIX: redirectPrefix, LISTEN_HOST: host } = config;
  server.on('request', createApp({ isps, clientSecret, redirectPrefix, host, log, stopping: stopping.signal }));
  for (const isp of isps) isp.start();
  log.info({ url }, 'the simulated ISPs listen');
  return {
    url,
    async close() {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await Promise.all(isps.map((isp) => isp.close()));
    },
  };
}
