import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { Pool } from 'undici';
import { order, runWorker } from './run-worker.ts';

/** The same work as a renewal of the engine, each part in an activity of its own: charge, books, letter, signed callback. */
const database = new pg.Pool({ connectionString: order.database_url, max: 20 });
const http = new Pool(order.http, { connections: 40 });
const mailer = createTransport(`${order.smtp}?pool=true`);
const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');

let steps = 0;

const activities = {
  async charge(key: string): Promise<string> {
    const body = JSON.stringify({ amountTransaction: { clientCorrelator: key, referenceCode: key } });
    const answer = await http.request({ method: 'POST', path: '/payments', headers: { 'content-type': 'application/json' }, body });
    return ((await answer.body.json()) as { paymentId: string }).paymentId;
  },
  async writeLedger(key: string, payment: string): Promise<void> {
    await database.query('insert into ledger (key, payment, amount_cents) values ($1, $2, 500) on conflict do nothing', [key, payment]);
  },
  async sendMail(key: string): Promise<void> {
    await mailer.sendMail({ from: 'shop@example.org', to: 'buyer@example.org', subject: 'Renewed', text: `${key} is renewed.` });
  },
  async callBack(key: string, payment: string): Promise<void> {
    const at = new Date();
    const body = JSON.stringify({ type: 'subscription.renewed', timestamp: at.toISOString(), data: { key, payment } });
    const headers = {
      'webhook-id': key,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': webhook.sign(key, at, body),
    };
    const answer = await http.request({ method: 'POST', path: '/callback', headers, body });
    await answer.body.dump();
    steps += 1;
  },
};

export type UsualActivities = typeof activities;

await database.query('create table if not exists ledger (key text primary key, payment text not null, amount_cents bigint not null)');
await runWorker({
  workflows: fileURLToPath(new URL('./usual-workflows.ts', import.meta.url)),
  activities,
  answer: () => ({ steps }),
});
