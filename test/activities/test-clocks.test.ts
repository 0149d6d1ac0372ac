import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ActivityContext } from '../../activities/context.ts';
import { createTestClockActivities } from '../../activities/test-clocks.ts';
import { newId } from '../../vault/ids.ts';
import { Books } from '../billing/support.ts';

const [BEGUN, FIRST, SECOND] = [1, 8, 15].map((day) => new Date(Date.UTC(2026, 2, day, 9))) as [Date, Date, Date];

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

/** Advances a clock from `BEGUN` to `FIRST`; `meanwhile` happens just before each of its writes. */
async function advanced(meanwhile: (test_clock_id: string) => Promise<void>) {
  const { unitOfWork, merchant } = books;
  const id = newId('clk');
  const row = { id, merchant_id: merchant.scope.merchant_id, mode: 'test', now_at: BEGUN, target_at: FIRST, advancing: true } as const;
  await unitOfWork.transaction((stores) => stores.clocks.insert({ ...row, created_at: BEGUN }));
  const held: ActivityContext['unitOfWork'] = Object.create(unitOfWork, {
    transaction: {
      value: async (work: Parameters<typeof unitOfWork.transaction>[0]) => {
        await meanwhile(id);
        return await unitOfWork.transaction(work);
      },
    },
  });
  const { advanceTestClock } = createTestClockActivities({ unitOfWork: held, announce: () => undefined } as ActivityContext);
  await advanceTestClock({ test_clock_id: id });
  return await unitOfWork.read((stores) => stores.clocks.get(id));
}

test('an advance arrives', async () => {
  expect(await advanced(async () => undefined)).toMatchObject({ now_at: FIRST, target_at: FIRST, advancing: false });
});

test('an advance that stood still while another worker saw it through leaves the one that came after on its way', async () => {
  const after = { now_at: FIRST, target_at: SECOND, advancing: true };
  const left = await advanced((id) => books.unitOfWork.transaction((stores) => stores.clocks.update(id, after)));
  expect(left).toMatchObject(after);
});

test('a clock that has come further is not put back', async () => {
  const { unitOfWork } = books;
  const { id } = await advanced(async () => undefined);
  await unitOfWork.transaction((stores) => stores.clocks.moveTo(id, BEGUN));
  expect(await unitOfWork.read((stores) => stores.clocks.get(id))).toMatchObject({ now_at: FIRST });
});
