import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePortsInARow } from '../support/chaos/ports.ts';
import { TcpLink } from '../support/chaos/tcp-link.ts';

/** A service that says again what it hears, behind a link. */
let echo: Server;
let link: TcpLink;

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const [port = 0] = await freePortsInARow(1);
  link = await TcpLink.open({ port, to_port: (echo.address() as AddressInfo).port });
});

afterEach(async () => {
  await link.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function answerTo(word: string): Promise<{ said: string; after_ms: number }> {
  const begin = Date.now();
  const socket = connect({ port: link.port, host: '127.0.0.1' });
  socket.write(word);
  try {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    return { said: chunk.toString('utf8'), after_ms: Date.now() - begin };
  } finally {
    socket.destroy();
  }
}

describe('a link', () => {
  test('passes everything on as it is', async () => {
    expect(await answerTo('hello')).toMatchObject({ said: 'hello' });
  });

  test('that stalls holds everything up, and passes it on afterwards', async () => {
    const stalling = link.stall(400);
    const { said, after_ms } = await answerTo('hello');
    await stalling;
    expect(said).toBe('hello');
    expect(after_ms).toBeGreaterThanOrEqual(350);
  });

  test('that is slow is slow both ways', async () => {
    const slow = link.delay(600, 150);
    expect((await answerTo('hello')).after_ms).toBeGreaterThanOrEqual(280);
    await slow;
  });

  test('that is cut breaks what stands and what comes, and is whole again afterwards', async () => {
    const standing = connect({ port: link.port, host: '127.0.0.1' });
    await once(standing, 'connect');
    const broken = once(standing, 'error');
    const cut = link.cut(200);
    expect(await broken).toMatchObject([{ code: 'ECONNRESET' }]);
    await expect(answerTo('hello')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await cut;
    expect(await answerTo('hello')).toMatchObject({ said: 'hello' });
  });
});
