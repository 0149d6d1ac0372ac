import { DBOS } from '@dbos-inc/dbos-sdk';
import { A_WEEK_MS, book, CONNECTIONS_MAX, charge, forEachKey, order, runPeer } from './peer.ts';

/** A workflow a subscription: a durable sleep, then a step for the charge and a step for the books, and a sleep until the next. */
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
  DBOS.setConfig({
    name: 'renewals',
    systemDatabaseUrl: order.database_url,
    systemDatabasePoolSize: CONNECTIONS_MAX,
    logLevel: 'error',
  });
  // What was under way when the process died is recovered here.
  await DBOS.launch();
  if (order.resume) return;
  await forEachKey((key) => DBOS.startWorkflow(renew, { workflowID: key })(key, order.due_at));
});
