import { expect, test } from '@jest/globals';
import { listen, PortTakenError } from '../../api/listen.ts';

test('a port that is taken is told in a sentence', async () => {
  const first = await listen((_request, response) => response.end(), { host: '127.0.0.1', port: 0 });
  const second = listen((_request, response) => response.end(), { host: '127.0.0.1', port: first.port });
  await expect(second).rejects.toThrow(new PortTakenError(`Port ${first.port} on 127.0.0.1 is taken by another program.`));
  await first.close();
});

test('closing lets a request under way finish', async () => {
  const answered = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const server = await listen(
    (_request, response) => {
      started.resolve();
      void answered.promise.then(() => response.end('done'));
    },
    { host: '127.0.0.1', port: 0 },
  );
  const answer = fetch(server.url).then((response) => response.text());
  await started.promise;
  const closed = server.close();
  await expect(fetch(server.url)).rejects.toThrow();
  answered.resolve();
  expect(await answer).toBe('done');
  await closed;
});
