import { DBOS } from '@dbos-inc/dbos-sdk';
import { A_WEEK_MS, book, charge, keys, order, runPeer } from './peer.ts';

/** A workflow a subscription: a durable sleep, then a step for the charge and a step for the books. */
const renew = DBOS.registerWorkflow(
  async (key: string, due_at: number): Promise<void> => {
    await DBOS.sleep(Math.max(1, due_at - Date.now()));
    const payment = await DBOS.runStep(() => charge(key), { name: 'charge' });
    await DBOS.runStep(() => book(key, payment), { name: 'book' });
    await DBOS.sleep(A_WEEK_MS);
  },
  { name: 'renew' },
);

await runPeer(async () => {
  DBOS.setConfig({ name: 'renewals', systemDatabaseUrl: order.database_url, logLevel: 'error' });
  // What was under way when the process died is recovered here.
  await DBOS.launch();
  if (order.resume) return;
  for (const key of keys) await DBOS.startWorkflow(renew, { workflowID: key })(key, order.due_at);
});
