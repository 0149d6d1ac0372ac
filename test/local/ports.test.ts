import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../config.ts';
import { portClaims } from '../../local/addresses.ts';
import { assertPortsFree, freePort, isTaken } from '../../local/ports.ts';

const servers: ReturnType<typeof createServer>[] = [];

async function listenOn(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('the check of the ports', () => {
  test('names a taken port, its setting and who wanted it', async () => {
    const port = await listenOn('127.0.0.1');
    await expect(assertPortsFree([{ port, setting: 'API_PORT', wanted_by: 'the API' }])).rejects.toThrow(
      `Port ${port}, wanted by the API, is taken by another program: set API_PORT to a free port, or end that program.`,
    );
  });

  test('tells all problems at once, a port that is wanted twice too', async () => {
    const [taken, twice] = [await listenOn('127.0.0.1'), await freePort()];
    const claims = [
      { port: taken, setting: 'SHOP_PORT', wanted_by: 'the demo shop' },
      { port: twice, setting: 'API_PORT', wanted_by: 'the API' },
      { port: twice, setting: 'ADMIN_PORT', wanted_by: 'the admin side' },
    ];
    await expect(assertPortsFree(claims)).rejects.toThrow(/SHOP_PORT[\s\S]*wanted twice, by the API \(API_PORT\) and by the admin side/);
  });

  test('finds a program that listens on every address', async () => {
    expect(await isTaken(await listenOn('0.0.0.0'))).toBe(true);
  });

  test('lets a free port pass', async () => {
    await expect(assertPortsFree([{ port: await freePort(), setting: 'API_PORT', wanted_by: 'the API' }])).resolves.toBeUndefined();
  });

  test('leaves the ports of Temporal to a service that runs already', () => {
    const settings = (environment: NodeJS.ProcessEnv) => portClaims(readConfig('local', environment)).map(({ setting }) => setting);
    expect(settings({})).toContain('TEMPORAL_PORT');
    expect(settings({ TEMPORAL_ADDRESS: '127.0.0.1:7233' })).not.toContain('TEMPORAL_PORT');
  });
});
