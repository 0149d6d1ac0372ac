import type { Client as PgClient } from 'pg';
import { resumedStart } from '../../billing/resume.ts';
import { composeUseCases } from '../../compose.ts';
import { Refusal } from '../../domain/refusals.ts';
import { withClient } from '../../local/postgres/client.ts';
import { PAYOUT_SETTINGS } from '../../test/support/payout-terms.ts';
import { anchorOfRenewal, backdated } from '../../test/support/world/backdating.ts';
import { newId } from '../../vault/ids.ts';
import { asleep, type Ground } from '../ground/ground.ts';
import { progressOf } from '../progress.ts';
import type { RunningEngine } from './engine.ts';
import { atOnce, untilDone } from './herd-of-workflows.ts';

const STARTING_AT_ONCE = 32;

/** `spread_ms`: the last is due so long after the first, and the others evenly in between. */
export type SleepingOptions = { count: number; due: Date; name: string; spread_ms?: number };

/**
 * Weekly subscriptions that were paid once and are due again at one instant. One is made as buyers make them; the others are copies of its
 * rows under ids of their own, each with a buyer of its own, and every workflow is started from its rows, as the engine itself does for work
 * that Temporal has forgotten.
 */
export async function makeSleeping(
  ground: Ground,
  engine: RunningEngine,
  { count, due, name, spread_ms = 0 }: SleepingOptions,
): Promise<string[]> {
  const template = await subscribeOnce(engine, due);
  const ids = Array.from({ length: count }, (_, index) => `sub_${name}${String(index).padStart(7, '0')}`);
  await withClient(ground.database_url, (client) => copyRows(client as PgClient, { template, count, name, spread_ms }));
  const [first] = ids;
  if (first === undefined) return ids;
  const row = await engine.shared.unitOfWork.read((stores) => stores.subscriptions.get(first));
  const tell = progressOf(ground.say, 'started', { total: count });
  await atOnce(count, STARTING_AT_ONCE, async (index) => {
    // As the row of each says; reading them one by one would take as long as the starts.
    const next_charge_at = new Date((row.next_charge_at ?? due).getTime() + Math.ceil((index * spread_ms) / count));
    await engine.shared.engine.ensureSubscription(resumedStart({ ...row, id: ids[index] ?? '', next_charge_at }, null));
    tell(index);
  });
  // What has fallen due meanwhile has a timer again.
  await untilDone(() => asleep(ground, `sub_${name}0`), count, { every_ms: Math.max(250, count / 50) });
  return ids;
}

async function subscribeOnce({ shared, merchant }: RunningEngine, due: Date): Promise<string> {
  const id = newId('sub');
  const useCases = composeUseCases(backdated(shared, anchorOfRenewal(due)), {
    ...PAYOUT_SETTINGS,
    PUBLIC_URL: '',
    RENEWAL_JITTER_SECONDS: 0,
    DUNNING_DAYS: [1],
    CALLBACK_ALLOW_PRIVATE: true,
  });
  const asked = useCases.subscribe(merchant.scope, {
    id,
    document: merchant.rebilling,
    offer: 'week',
    email: 'buyer@example.org',
    isp: 'free',
    subscriber_token: `mandate.${id}`,
    client_reference: null,
    test_clock: null,
    locale: undefined,
  });
  await asked.catch((error: unknown) => {
    // It is written down, and the sweep begins it.
    if (!(error instanceof Refusal) || error.code !== 'billing_unavailable') throw error;
  });
  // A machine that is busy may answer before the first charge is through.
  await untilDone(async () => ((await useCases.getSubscription(merchant.scope, id)).status === 'active' ? 1 : 0), 1);
  return id;
}

/** Columns that a row has to itself; every other is copied, whatever a later migration adds. `n` is the copy's number, seven digits. */
const OWN_COLUMNS: readonly { table: string; where: string; own: string }[] = [
  { table: 'buyer', where: 'id = s.buyer_id', own: `'id', 'buy_' || n, 'subscriber_hash', hash('buyer' || n)` },
  {
    table: 'subscription',
    where: 'id = s.id',
    own: `'id', 'sub_' || n, 'reference', upper('R' || n), 'buyer_id', 'buy_' || n, 'token_hash', hash('token' || n),
      'mandate_reference', 'mandate-' || n, 'unsubscribe_token_hash', hash('unsubscribe' || n),
      'anchor_at', s.anchor_at + later, 'next_charge_at', s.next_charge_at + later`,
  },
  {
    table: 'charge',
    where: 'subscription_id = s.id',
    own: `'id', 'chg_' || n, 'key', 'sub_' || n || ':0', 'reference', upper('R' || n) || '-0', 'buyer_id', 'buy_' || n,
      'subscription_id', 'sub_' || n, 'isp_reference', 'pay_' || n`,
  },
  {
    table: 'code',
    where: 'subscription_id = s.id',
    own: `'id', 'cod_' || n, 'buyer_id', 'buy_' || n, 'subscription_id', 'sub_' || n, 'code_hash', hash('code' || n)`,
  },
  { table: 'consent', where: 'subscription_id = s.id', own: `'subscription_id', 'sub_' || n` },
];

/** Tables in which every copy has a row. */
export const COPIED_TABLES = OWN_COLUMNS.map(({ table }) => table);

async function copyRows(
  client: PgClient,
  { template, count, name, spread_ms }: Omit<Required<SleepingOptions>, 'due'> & { template: string },
): Promise<void> {
  await client.query(
    `create or replace function pg_temp.hash(text) returns text language sql as $$ select '\\x' || md5($1) || md5('2' || $1) $$`,
  );
  for (const { table, where, own } of OWN_COLUMNS) {
    const values = own.replaceAll('hash(', 'pg_temp.hash(');
    await client.query(
      `insert into ${table}
       select (jsonb_populate_record(null::${table}, to_jsonb(original) || jsonb_build_object(${values}))).*
       from (select * from subscription where id = $1) s
       join lateral (select * from ${table} t where t.${where}) original on true
       cross join (
         select $2 || lpad((g - 1)::text, 7, '0') as n, (g - 1) * ($4 / $3::float8) * interval '1 millisecond' as later
         from generate_series(1, $3::int) g
       ) numbers`,
      [template, name, count, spread_ms],
    );
  }
}
