import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createCallbackSender } from '../../gateways/callbacks/sender.ts';

const TIMEOUT_MS = 300;

let server: Server;
let port: number;
let received: { url: string; body: string; headers: object }[];
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ url: request.url ?? '', body, headers: request.headers });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  received = [];
  answer = (response) => void response.writeHead(204).end();
});
const careful = createCallbackSender({ allow_private: false, timeout_ms: TIMEOUT_MS });
const local = createCallbackSender({ allow_private: true, timeout_ms: TIMEOUT_MS });
afterAll(async () => {
  careful.close();
  local.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (sender: typeof careful, url: string) => sender.post({ url, headers: { 'webhook-id': 'evt_1' }, body: '{"type":"été"}' });
const here = (path = '/callbacks') => `http://127.0.0.1:${port}${path}`;

describe('a callback to an address of one’s own network', () => {
  test.each([
    // host                          what it is
    ['127.0.0.1', 'loopback'],
    ['127.1.2.3', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['localhost', 'a name of loopback'],
    ['LOCALHOST', 'the same in capitals'],
    ['2130706433', 'loopback as one number'],
    ['0x7f.1', 'loopback in hexadecimal'],
    ['0177.0.0.1', 'loopback in octal'],
    ['0.0.0.0', 'any of our own addresses'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'shared by a carrier'],
    ['169.254.169.254', 'link-local, where clouds keep their secrets'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['[::1]', 'loopback'],
    ['[::]', 'any of our own addresses'],
    ['[::ffff:127.0.0.1]', 'IPv4 loopback mapped into IPv6'],
    ['[::ffff:7f00:1]', 'the same in hexadecimal'],
    ['[::ffff:10.0.0.1]', 'private IPv4 mapped into IPv6'],
    ['[::ffff:169.254.169.254]', 'link-local IPv4 mapped into IPv6'],
    ['[64:ff9b::7f00:1]', 'loopback through a translator'],
    ['[2002:7f00:1::]', 'loopback through a tunnel'],
    ['[fe80::1]', 'link-local'],
    ['[fc00::1]', 'private'],
    ['[fd12:3456::1]', 'private'],
  ])('%s (%s) is refused before anything is sent', async (host) => {
    for (const scheme of ['http', 'https']) {
      const started_ms = performance.now();
      const result = await post(careful, `${scheme}://${host}:${port}/callbacks`);
      expect(result).toMatchObject({ status: undefined, head: null });
      expect(result.error).toMatch(/is not allowed/);
      expect(performance.now() - started_ms).toBeLessThan(TIMEOUT_MS);
    }
    expect(received).toEqual([]);
  });

  test('is sent where the configuration allows it', async () => {
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await post(local, `http://${host}:${port}/`)).toMatchObject({ status: 204, error: null });
    expect(received).toHaveLength(2);
  });
});

describe('a callback', () => {
  test('is one POST with its headers and its body, in bytes', async () => {
    expect(await post(local, here('/hooks?shop=1'))).toMatchObject({ status: 204, head: '', error: null });
    expect(received).toMatchObject([
      {
        url: '/hooks?shop=1',
        body: '{"type":"été"}',
        headers: { 'webhook-id': 'evt_1', 'content-length': '16', 'user-agent': 'isp-billing/1.0' },
      },
    ]);
  });

  test.each([301, 302, 303, 307, 308])('that is redirected by %i is not sent elsewhere', async (status) => {
    answer = (response) => void response.writeHead(status, { location: here('/elsewhere') }).end();
    expect(await post(local, here())).toMatchObject({ status, error: null });
    expect(received.map(({ url }) => url)).toEqual(['/callbacks']);
  });

  test.each([
    ['never answered', () => undefined],
    ['answered by headers only', (response: ServerResponse) => void response.writeHead(200).write('a')],
    [
      'answered by a trickle',
      (response: ServerResponse) => {
        const timer = setInterval(() => response.write('a'), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('that is %s is given up after the time-out', async (_how, silence) => {
    answer = silence;
    const result = await post(local, here());
    expect(result).toMatchObject({ status: undefined, head: null, error: expect.any(String) });
    expect(result.latency_ms).toBeGreaterThanOrEqual(TIMEOUT_MS - 20);
    expect(result.latency_ms).toBeLessThan(TIMEOUT_MS + 500);
  });

  test('whose connection is refused or dropped tells why', async () => {
    expect(await post(local, 'http://127.0.0.1:9/')).toMatchObject({ status: undefined, error: 'ECONNREFUSED' });
    answer = (response) => void response.destroy();
    expect(await post(local, here())).toMatchObject({ status: undefined, error: 'ECONNRESET' });
  });

  test.each(['not a url', 'ftp://merchant.example/', 'http://no-such-host.invalid/'])('to %s fails and throws nothing', async (url) => {
    expect(await post(local, url)).toMatchObject({ status: undefined, error: expect.stringMatching(/./) });
  });
});

describe('an answer', () => {
  test('is kept by its first kilobyte, and the connection is used again', async () => {
    answer = (response) => void response.writeHead(500).end('x'.repeat(200_000));
    const first = await post(local, here());
    expect(first).toMatchObject({ status: 500, head: 'x'.repeat(1_024) });
    expect(await post(local, here())).toMatchObject({ status: 500 });
  });

  test.each([200, 410])('without an end counts by its status %i all the same', async (status) => {
    answer = (response) => {
      response.writeHead(status);
      const write = () => {
        while (response.write('y'.repeat(65_536)));
        response.once('drain', write);
      };
      write();
    };
    expect(await post(local, here())).toMatchObject({ status, head: 'y'.repeat(1_024), error: null });
  });

  test('loses what PostgreSQL keeps in no text', async () => {
    answer = (response) => void response.writeHead(400).end(Buffer.from('a\0b\xff', 'latin1'));
    expect(await post(local, here())).toMatchObject({ head: 'ab\ufffd' });
  });
});
