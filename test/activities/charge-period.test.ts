import { expect, test } from '@jest/globals';
import { createChargePeriod } from '../../activities/charge-period.ts';
import type { ActivityContext } from '../../activities/context.ts';
import { dueInstant } from '../../domain/calendar.ts';
import { DOUBT_PROFILES } from '../../domain/doubts.ts';
import { Books, declined, plus } from '../billing/support.ts';
import { inActivity } from './in-activity.ts';

const ANCHOR = new Date('2026-05-12T08:15:00.000Z');
const DUE = dueInstant(ANCHOR, 'month', 1);
const DAY_MS = 86_400_000;

test('an answer that comes when the next attempt is under way says nothing about that one', async () => {
  const books = await Books.open({ callback_url: null });
  try {
    const id = await books.subscription({ anchor: ANCHOR });
    await books.charge({ id, index: 0, at: ANCHOR });
    /** The worker stands still with its call out; meanwhile the refusal is learned, and dunning has come to its first try. */
    const createPayment = async () => {
      const charge = await books.unitOfWork.read((stores) => stores.charges.ofPeriod(id, 1));
      await books.settlePeriod(charge?.id ?? '', declined('line_suspended'), DUE);
      expect(await books.openPeriod({ id, index: 1, attempt: 2, at: plus(DUE, DAY_MS) })).toMatchObject({ step: 'send' });
      return { kind: 'succeeded', isp_reference: 'pay_of_the_first_attempt' } as const;
    };
    const context = {
      unitOfWork: books.unitOfWork,
      vault: books.vault,
      isps: { free: { createPayment } },
      engine: { chargeResolved: async () => true },
      now: () => DUE,
      announce: () => undefined,
      jitter_seconds: 0,
      dunning_days: [1, 3, 7],
      isp_timeout_ms: 20_000,
      doubt_profiles: DOUBT_PROFILES,
    } as unknown as ActivityContext;
    const charge = createChargePeriod(context);
    await expect(inActivity(charge, { subscription_id: id, index: 1, attempt: 1 })).rejects.toThrow('a later attempt is under way');
    const row = await books.unitOfWork.read((stores) => stores.charges.ofPeriod(id, 1));
    expect(row).toMatchObject({ status: 'sent', attempt: 2, isp_reference: null });
  } finally {
    await books.close();
  }
});
