import { PgBoss } from 'pg-boss';
import { A_WEEK_MS, AT_ONCE, book, CONNECTIONS_MAX, charge, keys, order, runPeer } from './peer.ts';

/** A job a renewal, which orders the next one. */
type Renewal = { key: string };

/** So many workers in this process, each with a share of what may be under way. */
const WORKERS = 4;

await runPeer(async () => {
  const boss = new PgBoss({ connectionString: order.database_url, max: CONNECTIONS_MAX });
  boss.on('error', () => undefined);
  await boss.start();
  if (!order.resume) {
    await boss.createQueue('renew');
    await boss.insert(
      'renew',
      keys.map((key) => ({ data: { key }, startAfter: new Date(order.due_at) })),
    );
  }
  const options = {
    localConcurrency: WORKERS,
    batchSize: Math.ceil(AT_ONCE / WORKERS),
    // As often as it may look; and at once again where there was as much as it asked for.
    pollingIntervalSeconds: 0.5,
    burstWhenBatchFull: true,
  };
  await boss.work<Renewal>('renew', options, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => renew(boss, data.key)));
  });
});

async function renew(boss: PgBoss, key: string): Promise<void> {
  await book(key, await charge(key));
  await boss.sendAfter('renew', { key }, null, new Date(Date.now() + A_WEEK_MS));
}
