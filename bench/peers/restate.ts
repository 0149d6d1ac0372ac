import * as restate from '@restatedev/restate-sdk';
import { A_WEEK_MS, book, charge, forEachKey, order, runPeer } from './peer.ts';

/** A handler a renewal: a durable sleep, then a journalled charge and a journalled booking. Restate's server keeps the journal on its own disk. */
const renewal = restate.service({
  name: 'renewal',
  handlers: {
    renew: async (context: restate.Context, { key, due_at }: { key: string; due_at: number }): Promise<void> => {
      await context.sleep(Math.max(1, due_at - (await context.date.now())));
      const payment = await context.run('charge', () => charge(key));
      await context.run('book', () => book(key, payment));
      await context.sleep(A_WEEK_MS);
    },
  },
});

/** Its server is a program of its own, which a kill of the worker leaves alone. */
await runPeer(async () => {
  const { ingress, admin, endpoint } = order.server ?? { ingress: 8_080, admin: 9_070, endpoint: 9_080 };
  await restate.serve({ services: [renewal], port: endpoint });
  if (order.resume) return;
  await post(`http://127.0.0.1:${admin}/deployments`, { uri: `http://127.0.0.1:${endpoint}` });
  await forEachKey((key) =>
    post(`http://127.0.0.1:${ingress}/renewal/renew/send`, { key, due_at: order.due_at }, { 'idempotency-key': key }),
  );
});

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}: ${await answer.text()}`);
  await answer.body?.cancel();
}
