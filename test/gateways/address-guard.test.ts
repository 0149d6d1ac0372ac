import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isPublicAddress, isPublicOrLocalAddress, literalAddress, type Resolve } from '../../gateways/callbacks/address-guard.ts';
import { createCallbackSender } from '../../gateways/callbacks/sender.ts';

describe('an address that callbacks may go to', () => {
  test.each([
    // address                     public   what it is
    ['93.184.215.14', true, 'a server on the internet'],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true, 'the same in IPv6'],
    ['0.0.0.0', false, 'any of our own'],
    ['0.1.2.3', false, 'this network'],
    ['10.255.255.255', false, 'private'],
    ['100.64.0.1', false, 'shared by a carrier'],
    ['100.100.100.200', false, 'where a cloud keeps its secrets, behind that carrier'],
    ['127.0.0.1', false, 'loopback'],
    ['169.254.169.254', false, 'link-local, where clouds keep their secrets'],
    ['168.63.129.16', false, 'a cloud’s own house behind a public address'],
    ['172.16.0.1', false, 'private'],
    ['172.31.255.255', false, 'private'],
    ['172.32.0.1', true, 'just outside of it'],
    ['192.0.0.8', false, 'kept for protocols'],
    ['192.0.2.1', false, 'documentation'],
    ['192.88.99.1', false, 'a relay of 6to4'],
    ['192.168.0.1', false, 'private'],
    ['198.18.0.1', false, 'benchmarks'],
    ['198.51.100.1', false, 'documentation'],
    ['203.0.113.1', false, 'documentation'],
    ['224.0.0.1', false, 'multicast'],
    ['240.0.0.1', false, 'reserved'],
    ['255.255.255.255', false, 'broadcast'],
    ['::', false, 'any of our own'],
    ['::1', false, 'loopback'],
    ['::127.0.0.1', false, 'loopback, compatible as of old'],
    ['::ffff:127.0.0.1', false, 'loopback, mapped'],
    ['::ffff:93.184.215.14', false, 'a public address, mapped: no name has such a one'],
    ['::ffff:0:127.0.0.1', false, 'loopback, translated without state'],
    ['64:ff9b::7f00:1', false, 'loopback through NAT64'],
    ['64:ff9b::5db8:d70e', false, 'a public address through NAT64'],
    ['64:ff9b:1::7f00:1', false, 'loopback through a NAT64 of one’s own'],
    ['100::1', false, 'discarded'],
    ['2001::1', false, 'Teredo'],
    ['2001:db8::1', false, 'documentation'],
    ['2001:20::1', false, 'names of hosts, not addresses'],
    ['2002:7f00:1::', false, 'loopback through 6to4'],
    ['2002:a00:1::', false, 'private through 6to4'],
    ['fc00::1', false, 'private'],
    ['fd00:ec2::254', false, 'where a cloud keeps its secrets'],
    ['fe80::1', false, 'link-local'],
    ['fec0::1', false, 'site-local as of old'],
    ['ff02::1', false, 'multicast'],
    ['4000::1', false, 'not given to anybody yet'],
    ['merchant.example', false, 'no address at all'],
    ['', false, 'nothing'],
  ])('%s: %s, %s', (address, is_public) => {
    expect(isPublicAddress(address)).toBe(is_public);
  });

  test.each([
    ['93.184.215.14', true, 'a server on the internet'],
    ['127.0.0.1', true, 'the machine itself'],
    ['::1', true, 'the machine itself'],
    ['10.1.2.3', true, 'a network of one’s own'],
    ['172.17.0.2', true, 'a container'],
    ['192.168.1.20', true, 'a network of one’s own'],
    ['fd12:3456::1', true, 'a network of one’s own'],
    ['169.254.169.254', false, 'link-local, where clouds keep their secrets'],
    ['fe80::1', false, 'link-local'],
    ['fd00:ec2::254', false, 'where a cloud keeps its secrets'],
    ['::ffff:169.254.169.254', false, 'the same, mapped'],
    ['100.100.100.200', false, 'where a cloud keeps its secrets, behind a carrier'],
    ['0.0.0.0', false, 'any of our own'],
    ['224.0.0.1', false, 'multicast'],
    ['merchant.example', false, 'no address at all'],
  ])('%s where private ones are allowed: %s, %s', (address, is_allowed) => {
    expect(isPublicOrLocalAddress(address)).toBe(is_allowed);
  });

  test.each([
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f000001/', '127.0.0.1'],
    ['http://017700000001/', '127.0.0.1'],
    ['http://0177.0.0.01/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://１２７.０.０.１/', '127.0.0.1'],
    ['http://127。0。0。1/', '127.0.0.1'],
    ['http://[::FFFF:7F00:1]/', '::ffff:7f00:1'],
    ['http://[0:0:0:0:0:0:0:1]/', '::1'],
    ['http://merchant.example/', undefined],
  ])('is read out of %s as %s, however it is written', (url, address) => {
    expect(literalAddress(new URL(url))).toBe(address);
  });
});

describe('a name', () => {
  let server: Server;
  let port: number;
  let taken: number;
  beforeAll(async () => {
    server = createServer((request, response) => {
      taken += 1;
      response.writeHead(request.url === '/away' ? 302 : 204, { location: `http://127.0.0.1:${port}/` }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    taken = 0;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const addresses = (...list: string[]) => list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const PUBLIC = addresses('93.184.215.14');

  function senderBy(resolve: Resolve) {
    return createCallbackSender({ allow_private: false, timeout_ms: 300, resolve });
  }

  test.each([
    ['https://merchant.example/', PUBLIC, undefined],
    ['http://merchant.example/', PUBLIC, 'not_https'],
    ['https://merchant.example/', addresses('10.0.0.1'), 'not_public'],
    ['https://merchant.example/', addresses('93.184.215.14', '127.0.0.1'), 'not_public'],
    ['https://merchant.example/', addresses('93.184.215.14', '::ffff:10.0.0.1'), 'not_public'],
    ['https://merchant.example/', [], undefined],
    ['https://127.0.0.1/', PUBLIC, 'not_public'],
    ['https://0x7f.1/', PUBLIC, 'not_public'],
    ['https://[::1]/', PUBLIC, 'not_public'],
    ['https://93.184.215.14/', [], undefined],
  ])('%s with the addresses %j is %s when it is set', async (url, found, refusal) => {
    const sender = senderBy(async () => found);
    expect(await sender.refusalOf(url)).toBe(refusal);
    sender.close();
  });

  test('that can’t be resolved, or only slowly, may be set: the ping tells, and each connection is looked at', async () => {
    const failing = senderBy(() => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })));
    const hanging = senderBy(() => new Promise(() => undefined));
    expect(await failing.refusalOf('https://merchant.example/')).toBeUndefined();
    expect(await hanging.refusalOf('https://merchant.example/')).toBeUndefined();
    expect(await failing.get({ url: 'https://merchant.example/' })).toMatchObject({ status: undefined, error: 'ENOTFOUND' });
    failing.close();
    hanging.close();
  });

  test('that resolves to a private address between check and connect reaches nothing, in either format', async () => {
    const answers = [PUBLIC, addresses('127.0.0.1'), addresses('127.0.0.1'), addresses('::ffff:127.0.0.1')];
    const sender = senderBy(async () => answers.shift() ?? addresses('127.0.0.1'));
    const url = `http://rebinding.example:${port}/`;
    expect(await sender.refusalOf(`https://rebinding.example:${port}/`)).toBeUndefined();
    for (const send of [() => sender.post({ url, headers: {}, body: '{}' }), () => sender.get({ url }), () => sender.get({ url })]) {
      expect(await send()).toMatchObject({ status: undefined, head: null, error: expect.stringMatching(/is not allowed/) });
    }
    expect(taken).toBe(0);
    sender.close();
  });

  test('is connected to by the very addresses that were looked at, once for each connection', async () => {
    const asked: string[] = [];
    const sender = createCallbackSender({
      allow_private: true,
      resolve: async (hostname) => {
        asked.push(hostname);
        return addresses('127.0.0.1');
      },
    });
    expect(await sender.get({ url: `http://merchant.example:${port}/` })).toMatchObject({ status: 204 });
    expect(asked).toEqual(['merchant.example']);
    sender.close();
  });

  test('that resolves to a link-local address reaches nothing, also where private addresses are allowed', async () => {
    const sender = createCallbackSender({ allow_private: true, resolve: async () => addresses('169.254.169.254') });
    expect(await sender.get({ url: 'http://merchant.example/' })).toMatchObject({
      status: undefined,
      error: expect.stringMatching(/not allowed/),
    });
    expect(await sender.get({ url: 'http://169.254.169.254/' })).toMatchObject({
      status: undefined,
      error: expect.stringMatching(/not allowed/),
    });
    expect(await sender.refusalOf('http://169.254.169.254/')).toBe('not_public');
    expect(await sender.refusalOf('http://10.0.0.1/')).toBeUndefined();
    sender.close();
  });

  test('that is redirected elsewhere is not followed', async () => {
    const sender = createCallbackSender({ allow_private: true });
    expect(await sender.get({ url: `http://127.0.0.1:${port}/away` })).toMatchObject({ status: 302 });
    expect(taken).toBe(1);
    sender.close();
  });
});

test('of more calls at once than there may be, the others are not made', async () => {
  let let_go: () => void = () => undefined;
  const resolved = new Promise<[]>((resolve) => {
    let_go = () => resolve([]);
  });
  const sender = createCallbackSender({ allow_private: false, resolve: () => resolved, calls_at_once_max: 2 });
  const calls = Array.from({ length: 3 }, () => sender.get({ url: 'https://merchant.example/' }));
  expect(await calls[2]).toMatchObject({ status: undefined, error: 'too many at once, not sent' });
  let_go();
  for (const call of calls.slice(0, 2)) expect((await call).error).toMatch(/is not allowed/);
  sender.close();
});
