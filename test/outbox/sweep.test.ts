import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endSubscription } from '../../billing/end-subscription.ts';
import { IspUnavailable } from '../../domain/payments.ts';
import type { IspGateways, MandateResult } from '../../gateways/isp/port.ts';
import type { Engine } from '../../gateways/temporal/engine.ts';
import { type SweepContext, startSweeping, sweep } from '../../outbox/sweep.ts';
import { newId } from '../../vault/ids.ts';
import { Books, NOT_SENT, plus, succeeded, UNCLEAR } from '../billing/support.ts';
import { eventually } from '../support/world/eventually.ts';
import { keptLog } from './support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');
const AGO = (duration_ms: number) => plus(NOW, -duration_ms);
const MINUTE_MS = 60_000;

let books: Books;
let calls: string[];
/** What throws when it is called: a call as it is written into `calls`. */
let failing: Set<string>;
/** Mandates that the ISP doesn't know, and what it answers to a token. */
let unknown: Set<string>;
let made: MandateResult;
/** Workflows that run. */
let workflows: Set<string>;
let lines: ReturnType<typeof keptLog>['lines'];
let context: SweepContext;

beforeEach(async () => {
  books = await Books.open();
  [calls, failing, workflows, unknown] = [[], new Set(), new Set(), new Set()];
  made = { kind: 'rejected', raw: 'UNAUTHENTICATED: no such token' };
  const kept = keptLog();
  lines = kept.lines;
  const call = async (text: string): Promise<void> => {
    calls.push(text);
    if (failing.has(text)) throw new IspUnavailable('away');
  };
  const engine = {
    ensurePurchase: ({ purchase_id }: { purchase_id: string }) => call(`start ${purchase_id}`),
    ensureSubscription: ({ input }: { input: { subscription_id: string } }) => call(`start ${input.subscription_id}`),
    async unsubscribe(id: string, { source }: { source: string }) {
      await call(`tell ${id} ${source}`);
      return workflows.has(id);
    },
    advanceClock: (id: string) => call(`advance ${id}`),
  } as unknown as Engine;
  const isp = {
    async cancelMandate(mandate: string) {
      await call(`cancel ${mandate}`);
      return unknown.has(mandate) ? 'unknown' : 'cancelled';
    },
    async createMandate({
      subscriber_token,
      reference_code,
      description,
    }: {
      subscriber_token: string;
      reference_code: string;
      description: string;
    }) {
      await call(`ask by ${subscriber_token} for ${reference_code}, ${description}`);
      return made;
    },
  };
  const isps = { alice: isp, free: isp, orange: isp, sfr: isp } as unknown as IspGateways;
  context = { unitOfWork: books.unitOfWork, engine, isps, vault: books.vault, log: kept.log, now: () => NOW };
});
afterEach(() => books.close());

const purchaseStatus = async (id: string) => {
  const { status, decline_reason } = await books.unitOfWork.read((stores) => stores.purchases.get(id));
  return [status, decline_reason];
};

async function ended(options: { ago_ms: number; mandate_reference?: string | null }): Promise<string> {
  const at = AGO(options.ago_ms);
  const { mandate_reference } = options;
  const id = await books.subscription({ anchor: AGO(86_400_000), ...(mandate_reference === undefined ? {} : { mandate_reference }) });
  await books.unitOfWork.transaction(async (stores) =>
    endSubscription(stores, await stores.subscriptions.lock(id), { reason: 'unsubscribed', source: 'one_click', at, now: at }),
  );
  return id;
}

describe('what was written and not begun', () => {
  test('is started once it is twenty seconds old', async () => {
    const young = [await books.purchase({ at: AGO(19_000) }), await books.subscription({ anchor: AGO(19_000) })];
    const old = [await books.purchase({ at: AGO(21_000) }), await books.subscription({ anchor: AGO(21_000) })];
    await sweep(context);
    expect(calls).toEqual(old.map((id) => `start ${id}`));
    expect(calls.join()).not.toContain(young[0]);
    expect(lines).toEqual([]);
  });

  test('is left alone where its charge has gone out', async () => {
    for (const answer of [() => undefined, () => UNCLEAR, () => succeeded()]) {
      const at = AGO(5 * MINUTE_MS);
      const purchase = await books.purchase({ at });
      await books.openPurchase(purchase, at);
      const [result, same] = [answer(), answer()];
      if (result) await books.settlePurchase(purchase, result, at);
      const id = await books.subscription({ anchor: at });
      const step = await books.openPeriod({ id, index: 0, at });
      if (same && step.step === 'send') await books.settlePeriod(step.charge.id, same, at);
    }
    await sweep(context);
    expect(calls).toEqual([]);
  });

  test('is expired after a quarter of an hour, with nothing charged', async () => {
    const at = AGO(15 * MINUTE_MS + 1_000);
    const [never, unsent] = [await books.purchase({ at }), await books.purchase({ at })];
    await books.openPurchase(unsent, at);
    await books.settlePurchase(unsent, NOT_SENT, at);
    const subscription = await books.subscription({ anchor: at, mandate_reference: null });
    await sweep(context);
    for (const id of [never, unsent]) {
      expect(await purchaseStatus(id)).toEqual(['declined', 'expired']);
      expect(await books.eventTypes(id)).toEqual(['purchase.declined']);
    }
    expect((await books.chargeOf(unsent))?.status).toBe('void');
    expect(await books.readSubscription(subscription)).toMatchObject({ status: 'ended', end_reason: 'expired', ended_at: NOW });
    expect(await books.statuses(subscription)).toEqual([]);
    expect(await books.openPeriod({ id: subscription, index: 0, at: NOW })).toMatchObject({ step: 'done', outcome: { reason: 'expired' } });
    expect(calls.filter((call) => call.startsWith('start'))).toEqual([]);
  });

  test('is not expired where its charge goes out between the look and the end', async () => {
    const at = AGO(16 * MINUTE_MS);
    const id = await books.subscription({ anchor: at });
    let looked = false;
    const { transaction } = books.unitOfWork;
    const unitOfWork: SweepContext['unitOfWork'] = {
      ...books.unitOfWork,
      async transaction(work) {
        if (!looked) {
          looked = true;
          await books.openPeriod({ id, index: 0, at: NOW });
        }
        return await transaction(work);
      },
    };
    await sweep({ ...context, unitOfWork });
    expect(await books.statuses(id)).toEqual(['sent']);
    expect(await books.readSubscription(id)).toMatchObject({ status: 'pending', ended_at: null });
  });
});

describe('an end that was acknowledged', () => {
  test('is told to its workflow where one runs, and looked at again only after a while', async () => {
    const id = await ended({ ago_ms: 11_000 });
    workflows.add(id);
    await sweep(context);
    await sweep(context);
    expect(calls).toEqual([`tell ${id} one_click`]);
    expect(await books.readSubscription(id)).toMatchObject({ mandate_cancelled_at: null });
    await sweep({ ...context, now: () => plus(NOW, 10_001) });
    expect(calls).toHaveLength(2);
  });

  test('has its mandate cancelled from here where no workflow runs', async () => {
    const id = await ended({ ago_ms: 11_000 });
    await sweep(context);
    expect(calls).toEqual([`tell ${id} one_click`, `cancel mdt_${id}`]);
    expect(await books.readSubscription(id)).toMatchObject({ mandate_cancelled_at: NOW, token_sealed: null });
    await sweep({ ...context, now: () => plus(NOW, MINUTE_MS) });
    expect(calls).toHaveLength(2);
  });

  test.each([
    // the ISP answers                                    then is cancelled
    [{ kind: 'rejected', raw: 'UNAUTHENTICATED: no' }, null],
    [{ kind: 'active', mandate_reference: 'mdt_unheard' }, 'mdt_unheard'],
  ] as const)('without a mandate asks by its token, gets %j and forgets the token', async (answered, mandate_reference) => {
    made = answered;
    const id = await ended({ ago_ms: 11_000, mandate_reference: null });
    const { reference } = await books.readSubscription(id);
    await sweep(context);
    expect(calls).toEqual([
      `tell ${id} one_click`,
      `ask by token-of-the-hosted-page for ${reference}, Internet+ ${reference}`,
      ...(mandate_reference === null ? [] : [`cancel ${mandate_reference}`]),
    ]);
    expect(await books.readSubscription(id)).toMatchObject({ mandate_cancelled_at: NOW, token_sealed: null, mandate_reference });
  });

  test('without a mandate and without a readable token is done', async () => {
    const id = await ended({ ago_ms: 11_000, mandate_reference: null });
    await books.rows('update buyer set key_wrapped = null where id = (select buyer_id from subscription where id = ?)', [id]);
    await sweep(context);
    expect(calls).toEqual([`tell ${id} one_click`]);
    expect(await books.readSubscription(id)).toMatchObject({ mandate_cancelled_at: NOW, token_sealed: null });
  });

  test('of a mandate that the ISP does not know is done, and told to operators', async () => {
    const id = await ended({ ago_ms: 11_000 });
    unknown.add(`mdt_${id}`);
    await sweep(context);
    expect(await books.readSubscription(id)).toMatchObject({ mandate_cancelled_at: NOW });
    expect(lines).toMatchObject([
      { level: 'warn', fields: { subscription_id: id, isp: 'free' }, text: expect.stringContaining('no such mandate') },
    ]);
  });

  test('is left to its workflow for ten seconds', async () => {
    await ended({ ago_ms: 9_000 });
    await sweep(context);
    expect(calls).toEqual([]);
  });

  test('is tried again after an ISP was away', async () => {
    const id = await ended({ ago_ms: 11_000 });
    failing.add(`cancel mdt_${id}`);
    await sweep(context);
    expect(await books.readSubscription(id)).toMatchObject({ mandate_cancelled_at: null });
    failing.clear();
    const later = plus(NOW, 11_000);
    await sweep({ ...context, now: () => later });
    expect(await books.readSubscription(id)).toMatchObject({ mandate_cancelled_at: later });
  });
});

describe('a sweep', () => {
  test('comes to every row, however many fail before it', async () => {
    const [purchase, second] = [await books.purchase({ at: AGO(MINUTE_MS) }), await books.purchase({ at: AGO(MINUTE_MS) })];
    const abandoned = await books.purchase({ at: AGO(16 * MINUTE_MS) });
    const [stuck, other] = [await ended({ ago_ms: 30_000 }), await ended({ ago_ms: 20_000 })];
    failing = new Set([`start ${purchase}`, `cancel mdt_${stuck}`]);
    await sweep(context);
    expect(calls).toEqual(expect.arrayContaining([`start ${second}`, `cancel mdt_${other}`]));
    expect(await purchaseStatus(abandoned)).toEqual(['declined', 'expired']);
    expect(lines).toMatchObject([
      { level: 'warn', fields: { id: purchase, error: 'IspUnavailable' } },
      { level: 'warn', fields: { id: stuck } },
    ]);
  });

  test('makes sure that somebody works on each clock that is under way', async () => {
    const { merchant_id } = books.merchant.scope;
    const clock = (id: string, advancing: boolean, target_at: Date) =>
      books.unitOfWork.transaction((stores) =>
        stores.clocks.insert({ id, merchant_id, mode: 'test', now_at: NOW, target_at, advancing, created_at: NOW }),
      );
    await clock('clk_ready', false, NOW);
    await clock('clk_under_way', true, plus(NOW, 1));
    // At its target, with things left to do that are due at this very instant.
    await clock('clk_nearly_there', true, NOW);
    await sweep(context);
    expect(calls.toSorted()).toEqual(['advance clk_nearly_there', 'advance clk_under_way']);
  });

  test('forgets idempotency keys after thirty days', async () => {
    const claim = (key: string, created_at: Date) =>
      books.unitOfWork.hot.claimRequest({
        merchant_id: books.merchant.scope.merchant_id,
        mode: 'test',
        key,
        request_hash: Buffer.from('hash'),
        resource_id: newId('pur'),
        locked_until: created_at,
        created_at,
      });
    const kept_ms = 30 * 86_400_000;
    await claim('old', AGO(kept_ms + 1));
    await claim('kept', AGO(kept_ms));
    await sweep(context);
    expect(await books.rows('select key from idempotent_request')).toEqual([{ key: 'kept' }]);
  });

  test('that fails as a whole is told of, and the next one starts anew until it is stopped', async () => {
    let rounds = 0;
    const read: SweepContext['unitOfWork']['read'] = async (work) => {
      rounds += 1;
      if (rounds <= 2) throw Object.assign(new Error('secret parameters'), { name: 'ConnectionException' });
      return await books.unitOfWork.read(work);
    };
    const id = await books.purchase({ at: AGO(MINUTE_MS) });
    const sweeping = startSweeping({ ...context, unitOfWork: { ...books.unitOfWork, read } }, 20);
    await eventually(() => expect(calls).toContain(`start ${id}`));
    await sweeping.stop();
    expect(lines).toMatchObject([{ fields: { error: 'ConnectionException' } }, { fields: { error: 'ConnectionException' } }]);
    expect(JSON.stringify(lines)).not.toContain('secret');
    const after_stop = rounds;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(rounds).toBe(after_stop);
  });
});
