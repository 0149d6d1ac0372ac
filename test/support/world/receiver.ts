import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventBody } from '../../../domain/events.ts';

export type ReceivedCallback = { headers: IncomingHttpHeaders; body: string; parsed: EventBody; received_at: number };

/** A merchant's server that takes callbacks, answers as it is told to, and remembers everything. */
export class CallbackReceiver {
  readonly received: ReceivedCallback[] = [];
  readonly url: string;
  /** Answers by status for the next callbacks; 204 once they are used up. */
  answers: number[] = [];
  #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`;
  }

  static async start(): Promise<CallbackReceiver> {
    let receiver: CallbackReceiver | undefined;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        receiver?.received.push({ headers: request.headers, body, parsed: JSON.parse(body) as EventBody, received_at: Date.now() });
        response.statusCode = receiver?.answers.shift() ?? 204;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    receiver = new CallbackReceiver(server);
    return receiver;
  }

  /** Callbacks about one object, in the order of their sequence. */
  about(id: string): ReceivedCallback[] {
    return this.received
      .filter(({ parsed }) => parsed.data.subscription === id || parsed.data.purchase === id)
      .sort((a, b) => (a.parsed.data.sequence ?? 0) - (b.parsed.data.sequence ?? 0));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
