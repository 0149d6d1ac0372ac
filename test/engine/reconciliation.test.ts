import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createWorkerMetrics } from '../../activities/metrics.ts';
import type { DayReport } from '../../domain/messages.ts';
import { parisDay, STATEMENT_COMPLETE_AFTER_MS, statementCompleteAt } from '../../domain/statements.ts';
import { createReconciliations } from '../../gateways/temporal/reconciliations.ts';
import { inheritedEnvironment } from '../../local/environment.ts';
import { CHECKOUT } from '../../local/folder.ts';
import { createOperatorUseCases } from '../../usecases/operators.ts';
import { PAYOUT_TERMS } from '../support/payout-terms.ts';
import { eventually } from '../support/world/eventually.ts';
import type { IspName } from '../support/world/isp-control.ts';
import { SHORT_DELAYS } from '../support/world/short-delays.ts';
import { advance, buy, clockAt, givenBack, subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import { SECRETS, type World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
}, SHORT_DELAYS);

const today = () => parisDay(new Date());
const reconciliations = () => createReconciliations(world.environment.client);
const operators = () =>
  createOperatorUseCases({ ...world.shared, reconciliations: reconciliations(), payout_terms: PAYOUT_TERMS, secret_overlap_hours: 168 });

async function reconcile(isp: IspName, day = today()): Promise<DayReport> {
  const { run } = await operators().reconcile({ isp, day, wait_ms: 20_000 });
  const report = run.status === 'done' ? run.report.days[0] : undefined;
  if (!report) throw new Error(`the reconciliation is ${run.status}`);
  return report;
}

const openKinds = async (isp: IspName, day = today()) =>
  (await operators().listDiscrepancies({ isp, day, is_open: true }, 100)).map(({ kind }) => kind).toSorted();

/** A payment in the ISP's books that the engine did not ask for. */
async function bookAtIsp(isp: IspName, line: string, { correlator, amount = 3 }: { correlator: string; amount?: number }): Promise<string> {
  const token = await world.isp.token(isp, line, 'one_shot');
  const amountTransaction = {
    clientCorrelator: correlator,
    referenceCode: 'BEHIND-OUR-BACK',
    paymentAmount: { chargingInformation: { amount, currency: 'EUR', description: 'unasked' } },
  };
  const answer = await fetch(`${world.isp.url}/${isp}/carrier-billing/v0.5/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amountTransaction }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { paymentId: string }).paymentId;
}

/** A purchase whose call to Alice comes to nothing that we hear of, and about which the first look hears nothing either. */
async function doubtAtAlice(kind: 'timeout_after' | 'error_500_before') {
  await world.isp.faults('alice', [
    { operation: 'createPayment', kind, latency_ms: 3_000, times: 1 },
    { operation: 'statements', kind: 'error_500_before', times: 1 },
  ]);
  const { purchase, line } = await buy(world, { isp: 'alice' });
  const charge = await eventually(async () => {
    const found = await world.shared.unitOfWork.read((stores) => stores.charges.ofPurchase(purchase.id));
    expect(found).toMatchObject({ status: 'in_doubt', doubt_looks: 1 });
    return found;
  });
  return { purchase, line, charge_id: charge?.id ?? '' };
}

const purchaseOf = (id: string) => world.useCases.getPurchase(world.merchant.scope, id);
const chargesOf = async (subscription: string) =>
  (await world.useCases.listCharges(world.merchant.scope, { limit: 9, after: undefined, subscription })).data.map(({ status }) => status);

describe('the statement settles', () => {
  test("Alice's doubts: what is on it was charged, once, and a second run finds nothing to do", async () => {
    const { purchase, line, charge_id } = await doubtAtAlice('timeout_after');
    expect(await reconcile('alice')).toMatchObject({ complete: false, charged: [charge_id], not_charged: [] });
    await eventually(
      async () => expect(await purchaseOf(purchase.id)).toMatchObject({ status: 'completed', codes: [{ status: 'unused' }] }),
      3_000,
    );
    // Told by the signal, long before its next look.
    await eventually(async () => {
      expect((await world.environment.client.workflow.getHandle(purchase.id).describe()).status.name).toBe('COMPLETED');
    }, 3_000);
    expect((await world.isp.payments('alice', line)).map(({ status }) => status)).toEqual(['succeeded']);
    const again = await reconcile('alice');
    expect(again).toMatchObject({ charged: [], counts: { opened: 0, open: 0 } });
    expect((await purchaseOf(purchase.id)).codes).toHaveLength(1);
  }, 30_000);

  test("Alice's doubts: what is not on a complete one was not charged, and the subscription goes on", async () => {
    const clock = await clockAt(world, '2026-04-07T10:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'alice', offer: 'week', test_clock: clock });
    await world.isp.faults('alice', [
      { operation: 'createPayment', kind: 'error_500_before', times: 1 },
      { operation: 'statements', kind: 'error_500_before', times: 1 },
    ]);
    const advancing = advance(world, clock, '2026-04-22T10:00:00Z');
    await eventually(async () => expect(await chargesOf(subscription.id)).toEqual(['in_doubt', 'succeeded']));
    await eventually(async () => {
      const charge = await world.shared.unitOfWork.read((stores) => stores.charges.ofPeriod(subscription.id, 1));
      expect(charge?.doubt_looks).toBe(1);
    });
    expect((await reconcile('alice', '2026-04-14')).not_charged).toHaveLength(1);
    await advancing;
    expect(await chargesOf(subscription.id)).toEqual(['succeeded', 'not_charged', 'succeeded']);
    expect(await world.isp.payments('alice', line)).toHaveLength(2);
    expect(await reconcile('alice', '2026-04-14')).toMatchObject({ not_charged: [], counts: { open: 0 } });
  }, 60_000);
});

describe('what does not agree is found:', () => {
  test('a payment that the ISP took behind our back, once, however often the day runs', async () => {
    const line = await world.isp.line('free');
    await buy(world, { isp: 'free', line });
    const payment_id = await bookAtIsp('free', line, { correlator: 'nobody:a1' });
    expect((await reconcile('free')).counts).toMatchObject({ lines: 2, matched: 1, open: 1, opened: 1 });
    const [found] = await operators().listDiscrepancies({ isp: 'free' }, 10);
    expect(found).toMatchObject({
      kind: 'unknown_to_us',
      subject: payment_id,
      details: { stated_amount: 300, reference_code: 'BEHIND-OUR-BACK' },
    });
    expect((await reconcile('free')).counts).toMatchObject({ open: 1, opened: 0 });
    expect(await operators().listDiscrepancies({ isp: 'free' }, 10)).toEqual([found]);
    const metrics = await createWorkerMetrics(world.shared).metrics();
    expect(metrics).toContain('billing_discrepancies_open{isp="free",kind="unknown_to_us"} 1');
    expect(metrics).toContain('billing_discrepancies_open{isp="free",kind="amount_differs"} 0');
  }, 30_000);

  test('another amount than ours, of a doubt that counts as charged all the same', async () => {
    const { purchase, line, charge_id } = await doubtAtAlice('error_500_before');
    await bookAtIsp('alice', line, { correlator: `${purchase.id}:a1`, amount: 2 });
    expect((await reconcile('alice')).charged).toEqual([charge_id]);
    expect(await openKinds('alice')).toEqual(['amount_differs']);
    await eventually(async () => expect((await purchaseOf(purchase.id)).status).toBe('completed'), 3_000);
  }, 30_000);

  test('money taken for a charge that counts as refused, which goes back to the buyer once', async () => {
    await world.isp.faults('sfr', [{ operation: 'createPayment', kind: 'decline:line_closed', times: 1 }]);
    const { purchase, line } = await buy(world, { isp: 'sfr' });
    expect(purchase.status).toBe('declined');
    await bookAtIsp('sfr', line, { correlator: `${purchase.id}:a1` });
    expect((await reconcile('sfr')).owed_back).toHaveLength(1);
    const [refund] = await eventually(async () => {
      const refunds = (await world.useCases.getCharge(world.merchant.scope, purchase.charge ?? '')).refunds;
      expect(refunds).toMatchObject([{ status: 'succeeded', amount_cents: 300n }]);
      return refunds;
    });
    expect(await givenBack(world, 'sfr', refund?.id ?? '')).toEqual([300]);
    const [settled] = await operators().listDiscrepancies({ isp: 'sfr' }, 10);
    expect(settled).toMatchObject({ kind: 'charged_though_not_charged', resolution: 'refunded', note: refund?.id });
    expect(await reconcile('sfr')).toMatchObject({ owed_back: [], counts: { open: 0, opened: 0 } });
    expect((await world.useCases.getCharge(world.merchant.scope, purchase.charge ?? '')).refunds).toHaveLength(1);
    await eventually(() => expect(world.receiver.about(purchase.id).map(({ parsed }) => parsed.type)).toContain('charge.refunded'));
  }, 30_000);

  test('a success that the complete statement does not have, until it does', async () => {
    const clock = await clockAt(world, '2026-02-03T10:00:00Z');
    const { subscription } = await subscribe(world, { isp: 'orange', offer: 'week', test_clock: clock });
    await advance(world, clock, '2026-02-05T10:00:00Z');
    expect((await reconcile('orange', '2026-02-03')).counts).toMatchObject({ matched: 1, open: 0 });
    const [charge] = (await world.useCases.listCharges(world.merchant.scope, { limit: 1, after: undefined, subscription: subscription.id }))
      .data;
    const rename = (to: string) =>
      world.shared.unitOfWork.transaction((stores) => stores.charges.note(charge?.id ?? '', { isp_reference: to }));
    await rename('pay_that_is_none');
    await reconcile('orange', '2026-02-03');
    expect(await openKinds('orange', '2026-02-03')).toEqual(['charged_twice', 'unknown_to_isp']);
    await rename(charge?.isp_reference ?? '');
    expect((await reconcile('orange', '2026-02-03')).counts).toMatchObject({ open: 0, gone: 2 });
    const metrics = await createWorkerMetrics(world.shared).metrics();
    expect(metrics).toContain(`billing_reconciled_until_seconds{isp="orange"} ${Date.parse('2026-02-04T00:00:00+01:00') / 1_000}`);
  }, 60_000);
});

describe('the schedules', () => {
  const handle = (isp: string) => world.environment.client.schedule.getHandle(`reconcile-${isp}`);

  test('are made once by any number of workers, and a pause of an operator stays', async () => {
    await Promise.all([reconciliations().ensureSchedules(), reconciliations().ensureSchedules()]);
    // As an older version of ours would have made it.
    await handle('sfr').update(({ spec: _spec, ...made }) => ({ ...made, spec: { calendars: [{ hour: 3 }], timezone: 'Europe/Paris' } }));
    // Temporal takes an update over a moment later; a pause that it meets there together with the update would be undone by it.
    const wasUpdated = async () =>
      expect((await handle('sfr').describe()).spec.calendars).toMatchObject([{ hour: [{ start: 3, end: 3 }] }]);
    await eventually(wasUpdated);
    await handle('sfr').pause('the ISP moves house');
    const isPaused = async () =>
      expect((await handle('sfr').describe()).state).toMatchObject({ paused: true, note: 'the ISP moves house' });
    await eventually(isPaused);
    await reconciliations().ensureSchedules();
    const daily = { hour: [{ start: 7, end: 7, step: 1 }], minute: [{ start: 30, end: 30, step: 1 }] };
    await eventually(async () => expect((await handle('sfr').describe()).spec.calendars).toMatchObject([daily]));
    await isPaused();
    const { info, policies } = await handle('sfr').describe();
    const { lastUpdatedAt } = info;
    await reconciliations().ensureSchedules();
    expect((await handle('sfr').describe()).info.lastUpdatedAt).toEqual(lastUpdatedAt);
    expect(policies).toMatchObject({ overlap: 'BUFFER_ONE', catchupWindow: 86_400_000, pauseOnFailure: false });
    // Half past seven in Paris, in winter as in summer.
    const next = (await handle('alice').describe()).info.nextActionTimes;
    expect(next.length).toBeGreaterThan(1);
    for (const at of next) expect(at.toLocaleTimeString('fr', { timeZone: 'Europe/Paris' })).toBe('07:30:00');
  }, 30_000);

  test('reconcile the days that are due, by workflows that are found by their ISP', async () => {
    await reconciliations().ensureSchedules();
    await handle('free').trigger();
    const workflow_id = await eventually(async () => {
      const action = (await handle('free').describe()).info.recentActions[0]?.action;
      expect(action?.workflow.workflowId).toMatch(/^reconcile-free-2\d{3}-/);
      return action?.workflow.workflowId ?? '';
    });
    const started = world.environment.client.workflow.getHandle(workflow_id);
    const report = (await started.result()) as { isp: string; days: DayReport[] };
    expect(report.isp).toBe('free');
    expect(report.days).toHaveLength(7);
    // In the night yesterday's statement is not complete yet.
    const isComplete = (day: string) => statementCompleteAt(day, STATEMENT_COMPLETE_AFTER_MS) <= new Date();
    expect(report.days.map(({ complete }) => complete)).toEqual(report.days.map(({ day }) => isComplete(day)));
    expect(JSON.stringify((await started.describe()).typedSearchAttributes)).toContain('free');
  }, 60_000);
});

describe('the command line', () => {
  type Ended = { code: number; stdout: string; stderr: string };

  function admin(args: string[], settings: Record<string, string>): Promise<Ended> {
    return new Promise((resolve) => {
      const env = inheritedEnvironment({ DATABASE_URL: '', ...settings });
      const options = { cwd: CHECKOUT, env, timeout: 30_000 };
      execFile(process.execPath, ['admin.ts', ...args], options, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
      });
    });
  }

  const inProduction = () => ({
    DATABASE_URL: world.config.DATABASE_URL,
    TEMPORAL_ADDRESS: world.environment.address,
    TEMPORAL_NAMESPACE: 'default',
    MASTER_KEY: SECRETS.MASTER_KEY,
    LOOKUP_KEY: SECRETS.LOOKUP_KEY,
  });

  test('reconciles, lists and resolves, in text and in JSON', async () => {
    const line = await world.isp.line('sfr');
    const payment_id = await bookAtIsp('sfr', line, { correlator: 'nobody:a9', amount: 1.5 });
    const [text, json] = await Promise.all([
      admin(['reconcile', '--isp', 'sfr', '--date', 'today'], inProduction()),
      admin(['reconcile', '--isp', 'sfr', '--date', today(), '--json'], inProduction()),
    ]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toContain(`sfr ${today()}: the statement is not complete yet`);
    expect(text.stdout).toContain(`payment_id=${payment_id}`);
    const answer = JSON.parse(json.stdout) as { status: string; report: DayReport; open_discrepancies: { id: string; subject: string }[] };
    expect(answer).toMatchObject({ isp: 'sfr', status: 'done', workflow_id: `reconcile-sfr-${today()}`, report: { day: today() } });
    const id = answer.open_discrepancies.find(({ subject }) => subject === payment_id)?.id ?? '';

    const resolved = await admin(['discrepancies', 'resolve', id, '--note', 'the ISP took it back'], inProduction());
    expect(resolved).toMatchObject({ code: 0, stdout: expect.stringContaining('note: the ISP took it back') });
    const [open, all] = await Promise.all([
      admin(['discrepancies', 'list', '--isp', 'sfr', '--kind', 'unknown_to_us', '--open'], inProduction()),
      admin(['discrepancies', 'list', '--isp', 'sfr', '--json'], inProduction()),
    ]);
    expect(open).toMatchObject({ code: 0, stdout: 'no discrepancies\n' });
    expect(JSON.parse(all.stdout)).toContainEqual(expect.objectContaining({ id, resolution: 'by_hand', note: 'the ISP took it back' }));
  }, 60_000);

  test('finds the stack of this machine by itself, and says where there is none', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'billing-admin-'));
    try {
      const missing = await admin(['discrepancies', 'list'], { LOCAL_DIR: folder });
      expect(missing).toMatchObject({ code: 1, stdout: '' });
      expect(missing.stderr).toBe(`No stack runs here (${folder}/stack.json): start one with "npm start", or set DATABASE_URL.\n`);
      const temporal = { address: world.environment.address, namespace: 'default' };
      await writeFile(path.join(folder, 'stack.json'), JSON.stringify({ database: world.config.DATABASE_URL, temporal }));
      const demo = { DEMO_API_KEY: 'sk_test_of_the_demo', DEMO_CALLBACK_SECRET: 'whsec_of_the_demo' };
      await writeFile(path.join(folder, 'secrets.json'), JSON.stringify({ ...SECRETS, ...demo }));
      const reconciled = await admin(['reconcile', '--isp', 'orange', '--date', 'yesterday'], { LOCAL_DIR: folder });
      expect(reconciled).toMatchObject({ code: 0, stderr: '' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);

  test('refuses wrong usage in a line, with code 2, before it connects to anything', async () => {
    const wrong: [args: string[], says: RegExp][] = [
      [['reconcile', '--isp', 'sosh', '--date', 'today'], /argument 'sosh' is invalid. Allowed choices are alice, free, orange, sfr/],
      [['reconcile', '--isp', 'sfr', '--date', '2026-02-30'], /A day such as 2026-11-23 is expected/],
      [['reconcile', '--isp', 'sfr'], /required option '--date <day>' not specified/],
      [['discrepancies', 'resolve', 'chg_1', '--note', 'done'], /An id such as dsc_/],
      [['discrepancies', 'list', '--limit', '0'], /A whole number from 1 to 1000/],
      [['reconsile'], /unknown command 'reconsile'/],
    ];
    const ended = await Promise.all(wrong.map(([args]) => admin(args, { LOCAL_DIR: '/nowhere' })));
    for (const [index, { code, stdout, stderr }] of ended.entries()) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(wrong[index]?.[1] ?? /^$/);
    }
  }, 60_000);

  test('says in one line what cannot be reached or found', async () => {
    const unreachable = { ...inProduction(), DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/nothing' };
    const unknown = ['discrepancies', 'resolve', 'dsc_01k0000000000000000000000x', '--note', 'none'];
    const [away, none] = await Promise.all([admin(['discrepancies', 'list'], unreachable), admin(unknown, inProduction())]);
    for (const { code, stdout, stderr } of [away, none]) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
    expect(none.stderr).toContain('There is no discrepancy dsc_01k');
  }, 60_000);
});
