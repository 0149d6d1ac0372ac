import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long requests under way may take once the process is asked to stop: longer than the 5 s that a sale may be waited for. */
const GRACE_MS = 8_000;

export type Listening = { port: number; url: string; close(): Promise<void> };

/** A port that something else holds: its message is meant for the person who started the process. */
export class PortTakenError extends Error {}

/** Serves an app. Port 0 lets the system choose. Throws PortTakenError. `close` lets requests under way finish, for a while. */
export async function listen(app: RequestListener, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, { host, port })));
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { port: address.port, url: `http://${name}:${address.port}`, close: () => close(server) };
}

function explain(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  if (error.code === 'EADDRINUSE') return new PortTakenError(`Port ${port} on ${host} is taken by another program.`);
  if (error.code === 'EACCES') return new PortTakenError(`Port ${port} on ${host} may not be opened by this user.`);
  return error;
}

async function close(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed.promise;
  clearTimeout(timer);
}

/**
 * Ends the process in order on SIGTERM, on SIGINT, and when the parent that started it over an IPC channel is gone: a child that
 * outlived its parent would hold the port against the next start.
 */
export function stopInOrder(closeAll: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    closeAll().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The process could not stop in order: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  // The parent may have gone while we were starting.
  if (process.send !== undefined && !process.connected) stop();
}
