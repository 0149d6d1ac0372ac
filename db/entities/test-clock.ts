import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { id, instant, mode, reference } from './columns.ts';

/** A merchant's own time. `target_at` is ahead of `now_at` while an advance runs. */
export const TestClock = defineEntity({
  name: 'TestClock',
  tableName: 'test_clock',
  properties: { id: id(), merchant_id: reference().index(), mode: mode(), now_at: instant(), target_at: instant(), created_at: instant() },
});
export type TestClockRow = InferEntity<typeof TestClock>;
