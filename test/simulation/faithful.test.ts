import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Stores } from '../../db/stores/index.ts';
import { createUnitOfWork, type UnitOfWork } from '../../db/unit-of-work.ts';
import { Books } from '../billing/support.ts';
import { refund } from './faithful-money-back.ts';
import { charge, outcome, purchase, runSteps, STEPS, settle } from './faithful-script.ts';
import { MemoryDatabase } from './memory/database.ts';
import { createMemoryEntityManager } from './memory/entity-manager.ts';
import { createMemoryDriver } from './memory/run.ts';

/** The tables in memory do what PostgreSQL does: the same operations on both, compared in what they answer, throw, wait for and leave. */
const TABLES = [
  ...['buyer', 'purchase', 'subscription', 'charge', 'charge_attempt', 'code', 'event', 'mail'],
  ...['refund', 'reconciliation', 'statement_line', 'discrepancy', 'consent'],
  ...['posting_set', 'posting'],
];

let books: Books;
let memory: MemoryDatabase;
let sides: Record<'postgres' | 'memory', UnitOfWork>;
let answers: Record<'postgres' | 'memory', string[]>;

beforeAll(async () => {
  books = await Books.open();
  memory = new MemoryDatabase();
  sides = {
    postgres: books.unitOfWork,
    memory: createUnitOfWork({ em: createMemoryEntityManager(memory), ...createMemoryDriver(memory) }),
  };
  for (const side of Object.values(sides)) await side.transaction(settle);
  answers = { postgres: await runSteps(sides.postgres), memory: await runSteps(sides.memory) };
});
afterAll(() => books.close());

describe('one after the other', () => {
  test.each(STEPS.map(([what], index) => [what, index] as const))('%s', (_what, index) => {
    expect(answers.memory[index]).toBe(answers.postgres[index]);
  });

  test('refusals name the constraint', () => {
    const all = answers.postgres.join('\n');
    for (const constraint of ['charge_has_one_subject', 'charge_key_unique', 'charge_isp_reference_unique', 'subscription_end_is_whole'])
      expect(all).toContain(constraint);
  });

  test.each(TABLES)('leave the same rows in %s', async (table) => {
    const { columns } = memory.table(table).schema;
    const plain = (row: Record<string, unknown>) =>
      Object.fromEntries(
        [...columns].map(([name, { type, serial }]) => {
          const value = row[name];
          if (value === null || value === undefined || serial) return [name, null];
          if (type === 'timestamptz') return [name, new Date(value as string).toISOString()];
          if (type === 'bytea') return [name, Buffer.from(value as Uint8Array).toString('hex')];
          return [name, typeof value === 'object' ? value : String(value)];
        }),
      );
    const sorted = (rows: Record<string, unknown>[]) => rows.map(plain).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    const there = sorted(await books.rows<Record<string, unknown>>(`select * from ${table}`));
    expect(sorted(memory.rows(table))).toEqual(there);
    expect(there.length).toBeGreaterThan(0);
  });
});

/** Two transactions: the first does its part and stays open until the second has had time to wait for it. */
type Race = { first: (stores: Stores) => Promise<unknown>; second: (stores: Stores) => Promise<unknown>; rollback?: boolean };

const NEW_DAY = { isp: 'free', day: '2026-05-30' } as const;
const lockSubscription = async (stores: Stores) => (await stores.subscriptions.lock('sub_2')).event_sequence;
const RACES: [fact: string, race: Race, waits: boolean][] = [
  [
    'a lock waits, and sees what was committed',
    {
      first: async (stores) => {
        await lockSubscription(stores);
        await stores.subscriptions.update('sub_2', { event_sequence: 7 });
      },
      second: lockSubscription,
    },
    true,
  ],
  [
    'a lock waits, and sees nothing of what was rolled back',
    { first: (stores) => stores.subscriptions.update('sub_2', { event_sequence: 8 }), second: lockSubscription, rollback: true },
    true,
  ],
  ['a read does not wait', { first: lockSubscription, second: (stores) => stores.subscriptions.get('sub_2').then(({ id }) => id) }, false],
  [
    'an update waits, and looks again at what it was for',
    {
      first: (stores) => stores.documents.disableCallbacks('doc_1', new Date(0)),
      second: (stores) => stores.documents.disableCallbacks('doc_1', new Date(1)),
    },
    true,
  ],
  [
    'an insert waits for its twin, which wins',
    { first: (stores) => stores.purchases.insert(purchase('pur_5')), second: (stores) => stores.purchases.insert(purchase('pur_5')) },
    true,
  ],
  [
    'an insert waits for its twin, which gives up',
    {
      first: (stores) => stores.purchases.insert(purchase('pur_6')),
      second: (stores) => stores.purchases.insert(purchase('pur_6')),
      rollback: true,
    },
    true,
  ],
  [
    'an insert that would break a constraint waits, and is refused',
    {
      first: (stores) => stores.charges.insert(charge('chg_7', { key: 'pur_5', purchase_id: 'pur_5' })),
      second: (stores) => stores.charges.insert(charge('chg_8', { key: 'pur_5', purchase_id: 'pur_5' })),
    },
    true,
  ],
  [
    'a row that refers to a locked buyer does not wait',
    { first: (stores) => stores.buyers.lock('buy_1'), second: (stores) => stores.purchases.insert(purchase('pur_7')) },
    false,
  ],
  [
    'a row that refers to a locked subscription waits',
    {
      first: lockSubscription,
      second: (stores) => stores.charges.insert(charge('chg_10', { key: 'sub_2:0', subscription_id: 'sub_2', period_index: 0 })),
    },
    true,
  ],
  [
    'two locks of a buyer wait for each other',
    { first: (stores) => stores.buyers.lock('buy_1'), second: (stores) => stores.buyers.lock('buy_1') },
    true,
  ],
  [
    'two refunds of one charge wait for each other, and the second finds too little left',
    { first: (stores) => stores.refunds.reserve('chg_1', 300n), second: (stores) => stores.refunds.reserve('chg_1', 300n) },
    true,
  ],
  [
    'a refund that finds too little left does not wait',
    { first: (stores) => stores.refunds.free('chg_1', 50n), second: (stores) => stores.refunds.reserve('chg_1', 599n) },
    false,
  ],
  [
    'two refunds by reconciliation of one payment are one',
    {
      first: (stores) => stores.refunds.insert(refund('ref_6', { source: 'reconciliation', payment_reference: 'p6' })),
      second: (stores) => stores.refunds.insert(refund('ref_7', { source: 'reconciliation', payment_reference: 'p6' })),
    },
    true,
  ],
  [
    'two runs of one day wait for each other',
    {
      first: (stores) => stores.reconciliations.lock(NEW_DAY, new Date(0)),
      second: async (stores) => (await stores.reconciliations.lock(NEW_DAY, new Date(1))).first_run_at.getTime(),
    },
    true,
  ],
  [
    'two runs of one day, of which the first gives up',
    {
      first: (stores) => stores.reconciliations.lock({ ...NEW_DAY, isp: 'sfr' }, new Date(0)),
      second: async (stores) => (await stores.reconciliations.lock({ ...NEW_DAY, isp: 'sfr' }, new Date(1))).first_run_at.getTime(),
      rollback: true,
    },
    true,
  ],
];

async function raceOn(unitOfWork: UnitOfWork, { first, second, rollback }: Race): Promise<[waited: boolean, answer: string]> {
  let hold: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  let begun: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const one = outcome(() =>
    unitOfWork.transaction(async (stores) => {
      await first(stores);
      begun();
      await held;
      if (rollback) throw new Error('rolled back');
    }),
  );
  await ready;
  let waited = true;
  const two = outcome(() => unitOfWork.transaction(second)).finally(() => {
    waited = waited && false;
  });
  await sleep(120);
  const was_waiting = waited;
  hold();
  await one;
  return [was_waiting, await two];
}

describe('two at once', () => {
  test.each(RACES)('%s', async (_fact, race, waits) => {
    const there = await raceOn(sides.postgres, race);
    expect(there[0]).toBe(waits);
    expect(await raceOn(sides.memory, race)).toEqual(there);
  });

  test('who would wait in a circle is refused, and the other goes on', async () => {
    const circle = async (unitOfWork: UnitOfWork) => {
      const locked: (() => void)[] = [];
      const both = Promise.all([0, 1].map(() => new Promise<void>((resolve) => locked.push(resolve))));
      const cross = (index: number, own: string, other: string) =>
        outcome(() =>
          unitOfWork.transaction(async (stores) => {
            await stores.subscriptions.lock(own);
            locked[index]?.();
            await both;
            await stores.subscriptions.lock(other);
          }),
        );
      return (await Promise.all([cross(0, 'sub_1', 'sub_2'), cross(1, 'sub_2', 'sub_1')])).sort();
    };
    const there = await circle(sides.postgres);
    expect(there).toEqual(['40P01', 'done']);
    expect(await circle(sides.memory)).toEqual(there);
  });
});
