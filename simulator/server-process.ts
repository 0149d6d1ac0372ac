import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export type Stoppable = { close(): Promise<void> };

/** How long a request under way may still take once the server is asked to stop. */
const GRACE_MS = 2_000;

/** Listens and tells where; port 0 lets the system choose. Rejects when the port is taken. */
export async function listenHttp(app: Express, port: number, host: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = app.listen(port, host, (error) => (error ? reject(error) : resolve(listening)));
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, close: () => closeHttp(server) };
}

function closeHttp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Starts one program and stops it on SIGTERM, on SIGINT, or when the parent that holds its IPC channel goes away. */
export async function runUntilStopped(start: () => Promise<Stoppable>): Promise<void> {
  let stopping = false;
  let running: Stoppable | undefined;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    // A signal can come before the start is over; what is started then is closed below.
    if (running) void closeAndExit(running);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  try {
    running = await start();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  if (stopping) await closeAndExit(running);
}

async function closeAndExit(running: Stoppable): Promise<void> {
  try {
    await running.close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`The program could not stop cleanly: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
