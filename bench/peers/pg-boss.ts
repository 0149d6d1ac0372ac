import { PgBoss } from 'pg-boss';
import { A_WEEK_MS, AT_ONCE, book, charge, keys, order, runPeer } from './peer.ts';

/** A job a renewal, which orders the next one. */
type Renewal = { key: string };

await runPeer(async () => {
  const boss = new PgBoss({ connectionString: order.database_url, max: 20 });
  boss.on('error', () => undefined);
  await boss.start();
  if (!order.resume) {
    await boss.createQueue('renew');
    await boss.insert(
      'renew',
      keys.map((key) => ({ data: { key }, startAfter: new Date(order.due_at) })),
    );
  }
  await boss.work<Renewal>('renew', { batchSize: AT_ONCE, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => renew(boss, data.key)));
  });
});

async function renew(boss: PgBoss, key: string): Promise<void> {
  await book(key, await charge(key));
  await boss.sendAfter('renew', { key }, null, new Date(Date.now() + A_WEEK_MS));
}
