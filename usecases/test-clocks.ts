import type { TestClockRow } from '../db/entities/test-clock.ts';
import { Refusal, refuseField } from '../domain/refusals.ts';
import type { UseCaseContext } from './context.ts';
import { notFound, ownerOf } from './scope.ts';
import type { Scope, TestClockView, UseCases } from './types.ts';

type TestClockUseCases = Pick<UseCases, 'createTestClock' | 'getTestClock' | 'listTestClocks' | 'advanceTestClock'>;

export function createTestClockUseCases({ unitOfWork, engine, now, wait_ms }: UseCaseContext): TestClockUseCases {
  const find = async (scope: Scope, id: string) => {
    const row = await unitOfWork.read((stores) => stores.clocks.find({ ...ownerOf(scope), id }));
    return toView(row ?? notFound('test clock', id));
  };
  /** A run that was about to end when this advance joined it knows nothing of it, and is followed by another. */
  const untilThere = async (scope: Scope, id: string) => {
    const until = Date.now() + wait_ms;
    for (let left_ms = wait_ms; ; ) {
      const is_over = await engine.advanceClock(id, left_ms);
      const clock = await find(scope, id);
      left_ms = until - Date.now();
      if (!is_over || clock.status === 'ready' || left_ms <= 0) return clock;
    }
  };
  return {
    async createTestClock(scope, input) {
      if (scope.mode === 'live') throw new Refusal('test_clock_in_live_mode', 'A live key has no test clocks.');
      const row = { id: input.id, ...ownerOf(scope), now_at: input.now, target_at: input.now, advancing: false, created_at: now() };
      await unitOfWork.transaction((stores) => stores.clocks.insert(row));
      return await find(scope, input.id);
    },

    getTestClock: find,

    async listTestClocks(scope, page) {
      const { rows, has_more } = await unitOfWork.read((stores) => stores.clocks.list(ownerOf(scope), page));
      return { data: rows.map(toView), has_more };
    },

    async advanceTestClock(scope, id, to) {
      await unitOfWork.transaction(async (stores) => {
        const clock = (await stores.clocks.lock({ ...ownerOf(scope), id })) ?? notFound('test clock', id);
        // The same advance asked for again is the same advance, on its way or arrived: a caller may not have heard the answer.
        if (clock.target_at.getTime() === to.getTime()) return;
        if (clock.advancing) {
          throw new Refusal('test_clock_advancing', `The clock is on its way to ${clock.target_at.toISOString()}.`, {
            retry_after_seconds: 1,
          });
        }
        if (to.getTime() <= clock.now_at.getTime()) {
          throw refuseField('test_clock_not_forward', '/to', `The clock stands at ${clock.now_at.toISOString()} and only goes forward.`);
        }
        await stores.clocks.update(id, { target_at: to, advancing: true });
      });
      return await untilThere(scope, id);
    },
  };
}

function toView(row: TestClockRow): TestClockView {
  return {
    id: row.id,
    now: row.now_at,
    status: row.advancing ? 'advancing' : 'ready',
    created_at: row.created_at,
  };
}
