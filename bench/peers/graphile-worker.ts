import { makeWorkerUtils, run } from 'graphile-worker';
import { A_WEEK_MS, AT_ONCE, book, charge, database, keys, order, runPeer } from './peer.ts';

/** How often each of those looks for jobs whose time has come; it is told of new ones only. Its default is 2,000. */
const BETWEEN_LOOKS_MS = 500;

/** Each fetches for itself: more of them mostly ask for the database. */
const JOBS_AT_ONCE = Math.min(AT_ONCE, 40);

/** A job a renewal, which orders the next one. */
await runPeer(async () => {
  const utils = await makeWorkerUtils({ pgPool: database });
  await utils.migrate();
  if (!order.resume) {
    const run_at = new Date(order.due_at);
    await database.query(
      `select graphile_worker.add_job('renew', json_build_object('key', key), run_at := $2, job_key := key) from unnest($1::text[]) key`,
      [keys, run_at],
    );
  }
  await run({
    pgPool: database,
    concurrency: JOBS_AT_ONCE,
    pollInterval: BETWEEN_LOOKS_MS,
    noHandleSignals: true,
    taskList: {
      async renew(payload, { addJob }) {
        const { key } = payload as { key: string };
        await book(key, await charge(key));
        await addJob('renew', { key }, { runAt: new Date(Date.now() + A_WEEK_MS) });
      },
    },
  });
});
