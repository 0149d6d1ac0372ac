import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { listen } from '../../api/listen.ts';
import { ISPS, type Isp } from '../../domain/isps.ts';
import { addDays, parisDay } from '../../domain/statements.ts';
import { inheritedEnvironment } from '../../local/environment.ts';
import { CHECKOUT } from '../../local/folder.ts';
import { withClient } from '../../local/postgres/client.ts';
import { runCommandOrFail } from '../../local/run-command.ts';
import { ensureSecrets } from '../../local/secrets.ts';
import { send, sendForJson } from '../../local/tour/http.ts';
import type { Line } from '../../local/tour/isp-side.ts';
import { until } from '../../local/tour/patience.ts';
import type { Stage } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The statements of these many days ago are complete whatever the time of day; the first has what does not agree. */
const STATED_DAYS_AGO = [3, 2];

/** What scenes lead to. */
export type History = {
  /** One that runs, by its line `demo` at Free; its code is used. */
  subscription: { id: string; email: string; code: string };
  past_due: string;
  ended: { id: string; email: string };
  purchase: string;
  /** The newest discrepancy. */
  discrepancy: string;
  event: string;
  /** One that has been partly refunded. */
  charge: string;
  clock: string;
  payout: string;
};

/** The line that each ISP's own data begins with: its password is its name. */
const demo = (isp: Isp): Line => ({ isp, name: 'demo', password: 'demo' });

/** Fills a stack with weeks of sales, and with everything that goes wrong in them. Says what it does. */
export async function makeHistory(stage: Stage, say: (text: string) => void): Promise<History> {
  say('subscriptions on a test clock, over nine weeks');
  const lives = await liveForWeeks(stage);
  say('purchases, refusals and refunds');
  const { purchase, event, charge } = await sellCodes(stage);
  const { id: payout } = await post(stage, '/v1/payouts', { month: laterMonth() });
  say('doubts, dead endpoints and letters that were given up');
  await leaveDoubts(stage);
  await loseCallbacks(stage);
  await giveUpLetters(stage);
  say('statements that do not agree');
  const discrepancy = await findDiscrepancies(stage);
  return { ...lives, purchase, event, charge, payout, discrepancy };
}

async function liveForWeeks({ api, isp_side, stack }: Stage) {
  const now_ms = Date.now();
  const clock = await api.createClock(new Date(now_ms - 63 * DAY_MS).toISOString());
  const subscribe = async (line: Line, offer: 'week' | 'month' | 'quarter', email: string) => {
    const subscriber_token = await isp_side.token(line, 'mandate');
    const document = stack.documents.rebilling;
    return await api.subscribe({ document, offer, email, isp: line.isp, subscriber_token, test_clock: clock.id });
  };
  const email = 'camille@example.com';
  const running = await subscribe(demo('free'), 'week', email);
  await subscribe(demo('orange'), 'month', 'alex@example.com');
  await subscribe(demo('sfr'), 'month', 'sacha@example.com');
  await subscribe(demo('alice'), 'quarter', 'noa@example.com');
  const late_line = await isp_side.openLine('sfr', 'client-41');
  const late = await subscribe(late_line, 'week', 'lou@example.com');
  const leaver = await subscribe(await isp_side.openLine('orange', 'client-42'), 'week', 'robin@example.com');
  const revoked_line = await isp_side.openLine('free', 'client-43');
  await subscribe(revoked_line, 'week', 'eden@example.com');

  await api.advance(clock.id, new Date(now_ms - 9 * DAY_MS).toISOString());
  await api.cancel(leaver.id);
  await isp_side.endOnAccountPage(revoked_line);
  await api.advance(clock.id, new Date(now_ms - 2 * DAY_MS).toISOString());
  await send(`${stack.isps.base}/sfr/_control/lines`, {
    method: 'POST',
    json: { username: late_line.name, password: late_line.password, line: late_line.name, status: 'suspended' },
    expects: [200, 201],
  });
  // The clock's day began in summer time: by its wall clock the last renewal falls due within the hour.
  await api.advance(clock.id, new Date(now_ms + 2 * HOUR_MS).toISOString());
  const code = running.code ?? '';
  await api.validate(code, stack.documents.rebilling);
  return {
    subscription: { id: running.id, email, code },
    past_due: late.id,
    clock: clock.id,
    ended: { id: leaver.id, email: 'robin@example.com' },
  };
}

async function sellCodes(stage: Stage) {
  const { api, isp_side, stack } = stage;
  const bought: string[] = [];
  for (const [index, isp] of [...ISPS, ...ISPS, 'free' as const].entries()) {
    const subscriber_token = await isp_side.token(demo(isp), 'one_shot');
    const buying = {
      document: stack.documents.one_shot,
      quantity: (index % 3) + 1,
      email: `buyer-${index}@example.com`,
      isp,
      subscriber_token,
    };
    const { id, codes } = await api.buy(buying);
    if (index % 2 === 0) await api.validate(codes[0]?.code ?? '', stack.documents.one_shot);
    bought.push(id);
  }
  for (const [isp, name] of [
    ['orange', 'suspended'],
    ['sfr', 'blocked'],
    ['free', 'suspended'],
  ] as const) {
    const subscriber_token = await isp_side.token({ isp, name, password: name }, 'one_shot');
    await api.buy({ document: stack.documents.one_shot, quantity: 1, email: 'refused@example.com', isp, subscriber_token });
  }
  await refund(stage, bought[0] ?? '', undefined);
  await refund(stage, bought[2] ?? '', 100);
  const purchase = bought.at(-1) ?? '';
  const events = await get(stage, z.object({ data: z.array(z.object({ id: z.string() })) }), '/v1/events?limit=1');
  const [charge] = await stage.api.chargesOf({ purchase: bought[2] ?? '' });
  return { purchase, event: events.data[0]?.id ?? '', charge: charge?.id ?? '' };
}

/** A month in which all of today's sales are settled: as if a merchant asked on a test clock. */
function laterMonth(): string {
  return new Date(Date.now() + 70 * DAY_MS).toISOString().slice(0, 7);
}

async function get<S extends z.ZodType>({ stack }: Stage, schema: S, path: string): Promise<z.output<S>> {
  return await sendForJson(schema, `${stack.api}${path}`, { headers: { authorization: `Bearer ${stack.merchant.api_key}` } });
}

async function post({ stack }: Stage, path: string, json: object): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${stack.merchant.api_key}`, 'idempotency-key': randomUUID() };
  const answer = { method: 'POST', headers, json, expects: [200, 201, 202] } as const;
  return await sendForJson(z.object({ id: z.string() }), `${stack.api}${path}`, answer);
}

async function refund(stage: Stage, purchase: string, amount: number | undefined): Promise<void> {
  const [charge] = await stage.api.chargesOf({ purchase });
  await post(stage, `/v1/charges/${charge?.id}/refund`, { reason: 'article not delivered', ...(amount === undefined ? {} : { amount }) });
}

/** Two charges and a refund whose ISP keeps silent; the oldest is a day old by its row. */
async function leaveDoubts(stage: Stage): Promise<void> {
  const { isp, isp_side, stack } = stage;
  const buy = async (name: Isp) => {
    const subscriber_token = await isp_side.token(demo(name), 'one_shot');
    return await post(stage, '/v1/purchases', {
      document: stack.documents.one_shot,
      quantity: 2,
      email: 'doubt@example.com',
      isp: name,
      subscriber_token,
    });
  };
  await isp.faults('alice', [{ operation: 'createPayment', kind: 'error_500_before', times: 2 }]);
  await isp.faults('sfr', [
    { operation: 'createPayment', kind: 'error_500_before', times: 1 },
    { operation: 'createRefund', kind: 'error_500_before', times: 1 },
  ]);
  const old = await buy('alice');
  const doubts = [old, await buy('alice'), await buy('sfr')];
  await refund(stage, (await soldAt(stage, 'sfr')) ?? '', undefined);
  for (const { id } of doubts) {
    await until(
      async () => ((await get(stage, z.object({ status: z.string() }), `/v1/purchases/${id}`)).status === 'in_doubt' ? true : undefined),
      {
        what: `${id} to be in doubt`,
      },
    );
  }
  await withClient(stack.database, (client) =>
    client.query(
      `update charge set in_doubt_at = in_doubt_at - interval '30 hours', escalated_at = now() - interval '6 hours', doubt_looks = 33,
         next_look_at = now() + interval '24 minutes' where purchase_id = $1`,
      [old.id],
    ),
  );
}

async function soldAt(stage: Stage, name: Isp): Promise<string | undefined> {
  const schema = z.object({ data: z.array(z.object({ purchase: z.string().optional(), isp: z.string(), status: z.string() })) });
  const { data } = await get(stage, schema, '/v1/charges?limit=100');
  return data.find(({ purchase, isp, status }) => purchase !== undefined && isp === name && status === 'succeeded')?.purchase;
}

/** An endpoint behind which nothing listens, and one that is gone for good. */
async function loseCallbacks(stage: Stage): Promise<void> {
  const server = await listen((_request, response) => response.writeHead(410).end(), { host: '127.0.0.1', port: 0 });
  try {
    await sellWithout(stage, server.url);
  } finally {
    await server.close();
  }
}

async function sellWithout(stage: Stage, gone_url: string): Promise<void> {
  const { isp_side, stack } = stage;
  const document = {
    kind: 'one_shot',
    name: 'Recettes de saison',
    site_url: 'https://recettes.example',
    price: 200,
    max_codes: 5,
    locale: 'fr',
  };
  const dead = await post(stage, '/v1/documents', { ...document, callback_url: 'http://127.0.0.1:9/callbacks' });
  const gone = await post(stage, '/v1/documents', { ...document, name: 'Archives', callback_url: `${gone_url}/callbacks` });
  for (const { id } of [dead, dead, gone]) {
    const subscriber_token = await isp_side.token(demo('orange'), 'one_shot');
    await post(stage, '/v1/purchases', { document: id, quantity: 1, email: 'reader@example.com', isp: 'orange', subscriber_token });
  }
  const disabled = 'select id from document where callback_disabled_at is not null';
  await until(
    async () => await withClient(stack.database, async (client) => (await client.query(disabled)).rows[0] as object | undefined),
    {
      what: 'the callbacks of a document to be switched off',
    },
  );
}

/** As after a day and a half without a mail server. */
async function giveUpLetters({ stack }: Stage): Promise<void> {
  await withClient(stack.database, (client) =>
    client.query(
      `update mail set status = 'failed', attempts = 16, next_attempt_at = null, last_error = 'ECONNECTION'
         where id in (select id from mail where kind = 'purchase_codes' and status = 'sent' order by id desc limit 2)`,
    ),
  );
}

/** The ISPs took payments that we never asked for; each of them is found by its statement. */
async function findDiscrepancies(stage: Stage): Promise<string> {
  const { isp_side, stack, folder } = stage;
  const [day = '', ...later] = STATED_DAYS_AGO.map((days) => addDays(parisDay(new Date()), -days));
  for (const [isp, amount] of [
    ['free', 3],
    ['sfr', 5],
  ] as const) {
    const token = await isp_side.token(demo(isp), 'one_shot');
    await send(`${stack.isps.base}/${isp}/carrier-billing/v0.5/payments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'simulated-time': `${day}T12:00:00Z` },
      json: paymentOf(amount),
      expects: [201],
    });
  }
  await ensureSecrets(folder.secrets);
  const env = inheritedEnvironment({ LOCAL_DIR: folder.root, DATABASE_URL: '' });
  for (const isp of ISPS)
    for (const date of [day, ...later]) await runAdmin(env, ['reconcile', '--isp', isp, '--date', date, '--wait', '60']);
  const [row] = await withClient(
    stack.database,
    async (client) => (await client.query('select id from discrepancy order by id desc limit 1')).rows,
  );
  return (row as { id: string } | undefined)?.id ?? '';
}

async function runAdmin(env: NodeJS.ProcessEnv, command: string[]): Promise<void> {
  await runCommandOrFail(process.execPath, ['admin.ts', ...command], { cwd: CHECKOUT, env, time_limit_ms: 120_000 });
}

function paymentOf(amount: number) {
  return {
    amountTransaction: {
      clientCorrelator: `other-${randomUUID()}`,
      referenceCode: 'OTHER-SYSTEM',
      paymentAmount: { chargingInformation: { amount, currency: 'EUR', description: 'unknown sale' } },
    },
  };
}
