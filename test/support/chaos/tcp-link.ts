import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A stretch of network between the engine and one service, on 127.0.0.1: what passes can be held up, slowed down or cut. */
export class TcpLink {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #held: Promise<void> | undefined;
  #delay_ms = 0;
  #is_cut = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async open({ port, to_port }: { port: number; to_port: number }): Promise<TcpLink> {
    const server = createServer({ pauseOnConnect: true });
    const link = new TcpLink(server, port);
    server.on('connection', (near) => link.#accept(near, to_port));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return link;
  }

  /** Connections stand, and nothing passes, for so long. */
  async stall(duration_ms: number): Promise<void> {
    this.#held = sleep(duration_ms);
    await this.#held;
    this.#held = undefined;
  }

  /** Everything that passes is late by so much, for so long. */
  async delay(duration_ms: number, delay_ms: number): Promise<void> {
    this.#delay_ms = delay_ms;
    await sleep(duration_ms);
    this.#delay_ms = 0;
  }

  /** Every connection breaks, and new ones break at once, for so long. */
  async cut(duration_ms: number): Promise<void> {
    this.#is_cut = true;
    this.#breakAll();
    await sleep(duration_ms);
    this.#is_cut = false;
  }

  async close(): Promise<void> {
    this.#is_cut = true;
    this.#breakAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #breakAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #accept(near: Socket, to_port: number): void {
    if (this.#is_cut) return void near.resetAndDestroy();
    const far = connect({ port: to_port, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    // What breaks one side breaks the other: neither is told anything that did not happen.
    near.on('error', () => far.resetAndDestroy());
    far.on('error', () => near.resetAndDestroy());
    void this.#carry(near, far);
    void this.#carry(far, near);
  }

  async #carry(from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from) {
        if (this.#delay_ms > 0) await sleep(this.#delay_ms);
        await this.#held;
        if (!to.writable) break;
        if (!to.write(chunk)) await once(to, 'drain');
      }
      await this.#held;
      to.end();
    } catch {
      to.destroy();
      from.destroy();
    }
  }
}
