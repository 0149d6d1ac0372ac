import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { LETTER_TEXTS } from '../../gateways/mail/letters.ts';
import type { SubscriptionView } from '../../usecases/types.ts';
import { newId } from '../../vault/ids.ts';
import { mailsTo } from '../support/e2e/mailbox.ts';
import { handedOver } from '../support/handover.ts';
import { eventually } from '../support/world/eventually.ts';
import type { IspName } from '../support/world/isp-control.ts';
import { advance, clockAt, historyOf, subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
});

const get = (id: string) => world.useCases.getSubscription(world.merchant.scope, id);
const describeWorkflow = (id: string) => world.environment.client.workflow.getHandle(id).describe();

/** The newest first. */
async function chargesOf(subscription: string) {
  return (await world.useCases.listCharges(world.merchant.scope, { limit: 50, after: undefined, subscription })).data;
}

describe('a subscription', () => {
  test('gives one code with its first charge, and knows when the next one is due', async () => {
    const { subscription, line } = await subscribe(world, { isp: 'free', offer: 'month' });
    expect(subscription).toMatchObject({ status: 'active', current_period: { index: 0 }, price_cents: 1_000n });
    expect(subscription.code).toMatch(/^([1-9A-Z]{4}-){3}[1-9A-Z]{4}$/);
    expect(subscription.next_charge_at).toEqual(subscription.current_period?.end);
    expect(await world.isp.payments('free', line)).toMatchObject([{ amount: 1_000, status: 'succeeded' }]);
    const validation = { id: newId('cod'), code: subscription.code ?? '', document: world.merchant.rebilling };
    for (const _again of [1, 2]) {
      expect(await world.useCases.validateCode(world.merchant.scope, validation)).toMatchObject({ valid: true, kind: 'subscription' });
    }
  });

  test('by the month is advanced 14 months in one call, over both changes of summer time and a 31st, and keeps its code', async () => {
    const clock = await clockAt(world, '2026-01-31T10:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'orange', offer: 'month', test_clock: clock });
    await advance(world, clock, '2027-03-31T10:00:00Z');
    const booked = (await world.isp.payments('orange', line)).map(({ created_at }) => created_at.replace('.000', ''));
    expect(booked).toEqual([
      '2026-01-31T10:00:00Z',
      '2026-02-28T10:00:00Z',
      '2026-03-31T09:00:00Z',
      '2026-04-30T09:00:00Z',
      '2026-05-31T09:00:00Z',
      '2026-06-30T09:00:00Z',
      '2026-07-31T09:00:00Z',
      '2026-08-31T09:00:00Z',
      '2026-09-30T09:00:00Z',
      '2026-10-31T10:00:00Z',
      '2026-11-30T10:00:00Z',
      '2026-12-31T10:00:00Z',
      '2027-01-31T10:00:00Z',
      '2027-02-28T10:00:00Z',
      '2027-03-31T09:00:00Z',
    ]);
    const after = await get(subscription.id);
    expect(after.code).toBe(subscription.code);
    expect(after.current_period?.index).toBe(14);
    const callbacks = await eventually(() => {
      const about = world.receiver.about(subscription.id);
      expect(about).toHaveLength(15);
      return about;
    });
    expect(callbacks.map(({ parsed }) => parsed.data.sequence)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(callbacks.map(({ parsed }) => parsed.timestamp.replace('.000', ''))).toEqual(booked);
  }, 120_000);

  test('does not feel the clock of another', async () => {
    const [early, late] = [await clockAt(world, '2026-01-01T00:00:00Z'), await clockAt(world, '2030-06-01T00:00:00Z')];
    const one = await subscribe(world, { isp: 'sfr', offer: 'week', test_clock: early });
    const two = await subscribe(world, { isp: 'sfr', offer: 'week', test_clock: late });
    await Promise.all([advance(world, early, '2026-01-20T00:00:00Z'), advance(world, late, '2030-06-09T00:00:00Z')]);
    expect((await get(one.subscription.id)).current_period?.index).toBe(2);
    expect((await get(two.subscription.id)).current_period?.index).toBe(1);
  }, 60_000);

  test('that is refused for a full ceiling keeps its code in the grace, is tried again on days 1, 3 and 7, and recovers to its anchor', async () => {
    const clock = await clockAt(world, '2026-05-10T08:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'free', offer: 'month', test_clock: clock });
    await world.isp.change('free', line, { monthly_ceiling: 0 });
    await advance(world, clock, '2026-06-12T08:00:00Z');
    const refused = await get(subscription.id);
    expect(refused).toMatchObject({ status: 'past_due', decline: { reason: 'insufficient_ceiling' } });
    expect(refused.next_charge_at).toEqual(new Date('2026-06-13T08:00:00Z'));
    const validation = { id: newId('cod'), code: subscription.code ?? '', document: world.merchant.rebilling };
    expect(await world.useCases.validateCode(world.merchant.scope, validation)).toMatchObject({ valid: true });
    await world.isp.change('free', line, {});
    await advance(world, clock, '2026-06-14T08:00:00Z');
    expect(await get(subscription.id)).toMatchObject({ status: 'active', next_charge_at: new Date('2026-07-10T08:00:00Z') });
    const statuses = (await world.isp.payments('free', line)).map(({ status }) => status);
    expect(statuses).toEqual(['succeeded', 'denied', 'denied', 'succeeded']);
    await eventually(() => {
      const types = world.receiver.about(subscription.id).map(({ parsed }) => parsed.type);
      expect(types).toEqual(['subscription.activated', 'subscription.past_due', 'subscription.past_due', 'subscription.renewed']);
    });
  }, 60_000);

  test('that is refused to the end is told to merchant and buyer at each step, in order, and ends with the last one', async () => {
    const clock = await clockAt(world, '2026-05-10T08:00:00Z');
    const email = 'relance@example.org';
    const { subscription, line } = await subscribe(world, { isp: 'sfr', offer: 'month', test_clock: clock, email });
    await world.isp.change('sfr', line, { monthly_ceiling: 0 });
    await advance(world, clock, '2026-08-01T08:00:00Z');

    expect(await get(subscription.id)).toMatchObject({ status: 'ended', end_reason: 'dunning_exhausted', next_charge_at: null });
    const payments = await world.isp.payments('sfr', line);
    expect(payments.map(({ status, created_at }) => `${status} ${created_at.slice(0, 10)}`)).toEqual([
      'succeeded 2026-05-10',
      'denied 2026-06-10',
      'denied 2026-06-11',
      'denied 2026-06-13',
      'denied 2026-06-17',
    ]);
    const callbacks = await eventually(() => {
      const about = world.receiver.about(subscription.id);
      expect(about).toHaveLength(5);
      return about.slice(1).map(({ parsed }) => parsed);
    });
    const decline = { reason: 'insufficient_ceiling' };
    const pastDue = (attempt: number, day: number, next_day: number) => ({
      type: 'subscription.past_due',
      timestamp: `2026-06-${day}T08:00:00.000Z`,
      data: { attempt, attempts_left: 4 - attempt, decline, next_charge_at: `2026-06-${next_day}T08:00:00.000Z`, sequence: attempt + 1 },
    });
    const ended = { end_reason: 'dunning_exhausted', end_source: null, decline, valid_until: '2026-06-10T08:00:00.000Z', sequence: 5 };
    expect(callbacks).toMatchObject([
      pastDue(1, 10, 11),
      pastDue(2, 11, 13),
      pastDue(3, 13, 17),
      { type: 'subscription.ended', timestamp: '2026-06-17T08:00:00.000Z', data: ended },
    ]);
    const mails = (await mailsTo(world.inbox_url, email)).toReversed().map(({ subject, text }) => ({ subject, text: plain(text) }));
    const { subscription_past_due: past_due, subscription_ended: end, subscription_started: start } = LETTER_TEXTS.fr;
    expect(mails.map(({ subject }) => subject)).toEqual([
      start.subject('Abonnés'),
      ...[1, 2, 3].map(() => past_due.subject('Abonnés')),
      end.subject('Abonnés'),
    ]);
    for (const [step, day] of ['11', '13', '17'].entries()) {
      const text = mails[step + 1]?.text ?? '';
      expect(text).toContain(past_due.reasons.insufficient_ceiling);
      expect(text).toContain(`Nous réessaierons le ${day} juin 2026 à 10:00`);
      expect(text.includes(plain(past_due.last_retry))).toBe(step === 2);
    }
    expect(mails.at(-1)?.text).toContain(plain(end.reasons.dunning_exhausted));
    expect(mails.at(-1)?.text).toContain(end.code_stopped);
  }, 60_000);

  test('ends at once where the line is closed, and tells both', async () => {
    const clock = await clockAt(world, '2026-05-10T08:00:00Z');
    const email = 'ligne-fermee@example.org';
    const { subscription, line } = await subscribe(world, { isp: 'alice', offer: 'week', test_clock: clock, email });
    await world.isp.change('alice', line, { status: 'closed' });
    await advance(world, clock, '2026-05-18T08:00:00Z');
    expect(await get(subscription.id)).toMatchObject({ status: 'ended', end_reason: 'declined', next_charge_at: null });
    await eventually(() => {
      const [, ended, ...more] = world.receiver.about(subscription.id);
      expect(ended?.parsed).toMatchObject({ type: 'subscription.ended', data: { decline: { reason: 'line_closed' } } });
      expect(more).toEqual([]);
    });
    const [letter] = await mailsTo(world.inbox_url, email);
    expect(plain(letter?.text ?? '')).toContain(plain(LETTER_TEXTS.fr.subscription_ended.reasons.declined));
  }, 60_000);

  test('whose first charge is refused ends without a code', async () => {
    const line = await world.isp.line('sfr', { monthly_ceiling: 0 });
    const { subscription } = await subscribe(world, { isp: 'sfr', offer: 'month', line });
    expect(subscription).toMatchObject({ status: 'ended', code: null, decline: { reason: 'insufficient_ceiling' } });
    await eventually(async () => {
      const mandates = await world.isp.mandates('sfr');
      expect(mandates.filter((mandate) => mandate.line === line).map(({ status }) => status)).toEqual(['cancelled']);
    });
  });
});

describe('an end', () => {
  const temporal = async (...args: string[]) => {
    const address = world.environment.address;
    await promisify(execFile)(handedOver('temporal_cli'), ['workflow', ...args, '--address', address, '--namespace', 'default']);
  };
  const ways: [string, IspName, (subscription: SubscriptionView, mandate: string) => Promise<unknown>, object][] = [
    [
      'by the merchant',
      'free',
      (subscription) => world.useCases.cancelSubscription(world.merchant.scope, subscription.id),
      { end_source: 'merchant' },
    ],
    [
      'by the link in the mail',
      'orange',
      (subscription) => world.useCases.unsubscribe(linkToken(subscription), 'email_link'),
      { end_source: 'email_link' },
    ],
    [
      'by one click in the mail program',
      'sfr',
      (subscription) => world.useCases.unsubscribe(linkToken(subscription), 'one_click'),
      { end_source: 'one_click' },
    ],
    [
      'by a signal sent by hand with the CLI',
      'alice',
      (subscription) => temporal('signal', '--workflow-id', subscription.id, '--name', 'unsubscribe', '--input', '{"source":"ops"}'),
      { end_source: 'ops' },
    ],
  ];

  test.each(ways)(
    '%s cancels the mandate at %s within a second, and nothing is charged after it',
    async (_way, isp, end, expected) => {
      const clock = await clockAt(world, '2026-03-01T09:00:00Z');
      const { subscription, line } = await subscribe(world, { isp, offer: 'week', test_clock: clock });
      const mandate = (await world.isp.mandates(isp)).find((candidate) => candidate.line === line);
      const started = Date.now();
      await end(subscription, mandate?.mandate_id ?? '');
      await eventually(async () => {
        const after = (await world.isp.mandates(isp)).find((candidate) => candidate.mandate_id === mandate?.mandate_id);
        expect(after?.status).toBe('cancelled');
        expect(await get(subscription.id)).toMatchObject({
          status: 'ended',
          end_reason: 'unsubscribed',
          next_charge_at: null,
          ...expected,
        });
      });
      // The CLI itself takes a second or two to start.
      if (isp !== 'alice') expect(Date.now() - started).toBeLessThan(1_000);
      const validation = { id: newId('cod'), code: subscription.code ?? '', document: world.merchant.rebilling };
      expect(await world.useCases.validateCode(world.merchant.scope, validation)).toMatchObject({ valid: true });
      await advance(world, clock, '2026-04-01T09:00:00Z');
      expect(await world.useCases.validateCode(world.merchant.scope, validation)).toEqual({ valid: false, reason: 'ended' });
      expect(await world.isp.payments(isp, line)).toHaveLength(1);
      await eventually(() => {
        expect(world.receiver.about(subscription.id).map(({ parsed }) => parsed.type)).toEqual([
          'subscription.activated',
          'subscription.ended',
        ]);
      });
    },
    60_000,
  );

  /** Cancels while the call for period 1 is out, and waits until everything is quiet. */
  async function cancelInFlight(clock: string, id: string, { attempt } = { attempt: 1 }) {
    const advancing = advance(world, clock, '2026-03-20T09:00:00Z');
    await eventually(async () => {
      const [charge] = await chargesOf(id);
      expect(charge).toMatchObject({ status: 'sent', period: { index: 1 } });
      expect(charge?.attempts).toHaveLength(attempt);
    });
    const asked = Date.now();
    expect(await world.useCases.cancelSubscription(world.merchant.scope, id)).toMatchObject({ status: 'ended' });
    expect(Date.now() - asked).toBeLessThan(1_000);
    await advancing;
    await eventually(async () => expect((await describeWorkflow(id)).status.name).toBe('COMPLETED'));
  }

  test('that comes while the ISP has charged but not answered keeps the paid period and charges no other', async () => {
    const clock = await clockAt(world, '2026-03-01T09:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'free', offer: 'week', test_clock: clock });
    const { free } = world.shared.isps;
    // The real call, whose answer is late.
    world.shared.isps.free = {
      ...free,
      async createPayment(request) {
        const result = await free.createPayment(request);
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        return result;
      },
    };
    await cancelInFlight(clock, subscription.id).finally(() => {
      world.shared.isps.free = free;
    });
    expect(await get(subscription.id)).toMatchObject({ status: 'ended', end_source: 'merchant', current_period: { index: 1 } });
    expect((await world.isp.payments('free', line)).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect((await chargesOf(subscription.id)).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  }, 60_000);

  test('that reaches the ISP before a charge which is in flight has that charge refused, and shows it', async () => {
    const clock = await clockAt(world, '2026-03-01T09:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'free', offer: 'week', test_clock: clock });
    // The second try: during a first one the workflow hears of the end up to 4 s later, or with the answer.
    await world.isp.faults('free', [
      { operation: 'createPayment', kind: 'decline:insufficient_ceiling', times: 1 },
      { operation: 'createPayment', kind: 'slow', latency_ms: 2_000, times: 1 },
    ]);
    await cancelInFlight(clock, subscription.id, { attempt: 2 });
    expect(await get(subscription.id)).toMatchObject({ status: 'ended', end_source: 'merchant', current_period: { index: 0 } });
    expect((await world.isp.payments('free', line)).map(({ status }) => status)).toEqual(['succeeded', 'denied', 'denied']);
    expect((await chargesOf(subscription.id)).map(({ status }) => status)).toEqual(['declined', 'succeeded']);
  }, 60_000);
});

describe('the history of a subscription', () => {
  test('grows by at most 6 events for a happy renewal, callback and mail included', async () => {
    const clock = await clockAt(world, '2026-03-01T09:00:00Z');
    const { subscription } = await subscribe(world, { isp: 'free', offer: 'week', test_clock: clock });
    const before = await historyOf(world, subscription.id);
    await advance(world, clock, '2026-03-29T10:00:00Z');
    const after = await historyOf(world, subscription.id);
    // On a test clock an update takes the place of the timer: both are five events; the charge adds one.
    const per_renewal = (after.length - before.length) / 4;
    process.stdout.write(`history events per renewal on a test clock: ${per_renewal}\n`);
    expect(per_renewal).toBeLessThanOrEqual(6);
  }, 60_000);

  test('holds nothing private', async () => {
    const { subscription, subscriber_token } = await subscribe(world, {
      isp: 'orange',
      offer: 'quarter',
      email: 'very.private@example.org',
    });
    const history = JSON.stringify(await historyOf(world, subscription.id), (_key, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
    );
    for (const secret of ['very.private', subscription.code ?? '', subscriber_token]) expect(history).not.toContain(secret);
  });
});

/** Letters have the narrow spaces of French typography. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

function linkToken(subscription: SubscriptionView): string {
  return subscription.unsubscribe_url.split('/').at(-1) ?? '';
}
