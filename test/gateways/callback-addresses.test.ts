import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCallbackSender } from '../../gateways/callbacks/sender.ts';

let server: Server;
let port: number;
let reached: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    if (request.url === '/moved') return void response.writeHead(302, { location: `http://127.0.0.1:${port}/target` }).end();
    if (request.url === '/long') return void response.end('x'.repeat(100_000));
    response.end('taken');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function post(url: string, allow_private: boolean) {
  reached = [];
  const sender = createCallbackSender({ allow_private });
  try {
    return await sender.post({ url, headers: { 'content-type': 'application/json' }, body: '{}' });
  } finally {
    sender.close();
  }
}

describe('a callback', () => {
  test.each([
    ['the loopback address', (at: number) => `http://127.0.0.1:${at}/`],
    ['another loopback address', (at: number) => `http://127.1.2.3:${at}/`],
    ['a name of the loopback address', (at: number) => `http://localhost:${at}/`],
    ['the loopback address as one number', (at: number) => `http://2130706433:${at}/`],
    ['the loopback address in IPv6', (at: number) => `http://[::1]:${at}/`],
    ['the loopback address mapped into IPv6', (at: number) => `http://[::ffff:127.0.0.1]:${at}/`],
    ['a private address', (at: number) => `http://10.0.0.1:${at}/`],
    ['the address of cloud metadata', (at: number) => `http://169.254.169.254:${at}/`],
    ['the unspecified address', (at: number) => `http://0.0.0.0:${at}/`],
  ])('never goes to %s', async (_what, url) => {
    const answer = await post(url(port), false);
    expect(answer.status).toBeUndefined();
    expect(answer.error).toMatch(/not allowed|ECONNREFUSED|EADDRNOTAVAIL/);
    expect(reached).toEqual([]);
  });

  test('goes to the loopback address where configuration allows it', async () => {
    expect(await post(`http://127.0.0.1:${port}/`, true)).toMatchObject({ status: 200, head: 'taken', error: null });
  });

  test('does not follow a redirect', async () => {
    expect(await post(`http://127.0.0.1:${port}/moved`, true)).toMatchObject({ status: 302 });
    expect(reached).toEqual(['/moved']);
  });

  test('keeps the first kilobyte of a long answer', async () => {
    expect((await post(`http://127.0.0.1:${port}/long`, true)).head).toHaveLength(1_024);
  });
});
