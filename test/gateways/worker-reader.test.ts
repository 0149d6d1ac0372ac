import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createWorkerReader, healthIn } from '../../gateways/workers/reader.ts';

async function withServer<T>(answer: RequestListener, use: (address: string) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const METRICS = `# HELP billing_isp_circuit_open 1 while an ISP is left alone
billing_isp_circuit_open{isp="alice"} 0
billing_isp_circuit_open{isp="free"} 1
billing_isp_circuit_open{isp="orange"} 0.5
billing_isp_circuit_open{isp="sfr"} 0
billing_isp_circuit_open{isp="<script>"} 0
billing_isp_calls_free{isp="alice"} 40
billing_isp_calls_free{isp="free"} 39
billing_isp_calls_free{isp="orange"} 0
`;

describe("a worker's metrics", () => {
  test('say how it sees each ISP of which they tell both', () => {
    expect(healthIn(METRICS)).toEqual({
      alice: { circuit: 'closed', calls_free: 40 },
      free: { circuit: 'open', calls_free: 39 },
      orange: { circuit: 'half_open', calls_free: 0 },
    });
  });

  test.each([
    ['does not answer', () => undefined, 'no answer'],
    ['leads elsewhere', (_request, response) => void response.writeHead(302, { location: 'http://localhost:1/' }).end(), 'no answer'],
    ['says nothing of ISPs', (_request, response) => void response.end('up 1\n'), 'not a worker'],
    ['is in trouble', (_request, response) => void response.writeHead(503).end(METRICS), 'not a worker'],
  ] satisfies [string, RequestListener, string][])('one that %s is told as such', (_what, answer, why) =>
    withServer(answer, async (address) => {
      expect(await createWorkerReader({ addresses: [address], timeout_ms: 200 }).read()).toEqual([{ address, answered: false, why }]);
    }),
  );

  test('are read of several at once', () =>
    withServer(
      (_request, response) => void response.end(METRICS),
      async (address) => {
        const readings = await createWorkerReader({ addresses: [address, 'http://127.0.0.1:1'], timeout_ms: 5_000 }).read();
        expect(readings.map(({ answered }) => answered)).toEqual([true, false]);
      },
    ));
});
