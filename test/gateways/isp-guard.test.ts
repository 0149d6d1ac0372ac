import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { guardIsp } from '../../gateways/isp/guard.ts';
import { createIspHttp } from '../../gateways/isp/http.ts';
import { eventually } from '../support/world/eventually.ts';

type Answer = { status: number; after_ms?: number };

const open: { server: Server; close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

/** An ISP that answers as told, behind a guard; counts what reaches it. */
async function guarded(settings: { calls_max: number; waiting_max: number; failures_max: number; pause_ms: number }) {
  const isp = { reached: 0, answer: { status: 200 } as Answer };
  const server = createServer((_request, response) => {
    isp.reached += 1;
    const { status, after_ms } = isp.answer;
    setTimeout(() => response.writeHead(status).end('{}'), after_ms ?? 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = guardIsp(
    createIspHttp({ base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeout_ms: 30_000 }),
    settings,
  );
  open.push({
    server,
    async close() {
      await http.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return { isp, http, call: () => http.call({ method: 'POST', path: '/', bearer: 'x', json: {} }) };
}

describe('the guard of an ISP', () => {
  test('lets a limited number of calls out at once, and says of the others that they were not sent', async () => {
    const { isp, call } = await guarded({ calls_max: 3, waiting_max: 0, failures_max: 10, pause_ms: 1_000 });
    isp.answer = { status: 200, after_ms: 300 };
    const exchanges = await Promise.all(Array.from({ length: 8 }, call));
    expect(exchanges.filter(({ answered }) => answered)).toHaveLength(3);
    expect(exchanges.filter(({ answered }) => !answered)).toEqual(Array(5).fill({ answered: false, sent: false, detail: 'ISP_BUSY' }));
    expect(isp.reached).toBe(3);
  });

  test('lets calls wait for their turn where a person waits for them', async () => {
    const { isp, call } = await guarded({ calls_max: 2, waiting_max: 10, failures_max: 10, pause_ms: 1_000 });
    isp.answer = { status: 200, after_ms: 50 };
    const exchanges = await Promise.all(Array.from({ length: 8 }, call));
    expect(exchanges.every(({ answered }) => answered)).toBe(true);
  });

  test('leaves an ISP alone after failures in a row, and tries again after a pause', async () => {
    const { isp, http, call } = await guarded({ calls_max: 5, waiting_max: 0, failures_max: 3, pause_ms: 200 });
    isp.answer = { status: 503 };
    for (let count = 0; count < 3; count += 1) expect(await call()).toMatchObject({ answered: true, status: 503 });
    expect(await call()).toEqual({ answered: false, sent: false, detail: 'CIRCUIT_OPEN' });
    expect(isp.reached).toBe(3);
    expect(http.health().circuit).toBe('open');
    isp.answer = { status: 201 };
    await eventually(async () => expect(await call()).toMatchObject({ answered: true, status: 201 }), 2_000);
    expect(http.health().circuit).toBe('closed');
  });

  test('takes a refusal for an answer like any other', async () => {
    const { isp, call, http } = await guarded({ calls_max: 5, waiting_max: 0, failures_max: 2, pause_ms: 1_000 });
    isp.answer = { status: 403 };
    for (let count = 0; count < 5; count += 1) await call();
    expect(isp.reached).toBe(5);
    expect(http.health().circuit).toBe('closed');
  });
});
