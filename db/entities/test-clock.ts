import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { id, instant, mode, reference } from './columns.ts';

/** A merchant's own time. `advancing` from the moment that a target is given until all that is due by then is done. */
export const TestClock = defineEntity({
  name: 'TestClock',
  tableName: 'test_clock',
  properties: {
    id: id(),
    merchant_id: reference().index(),
    mode: mode(),
    now_at: instant(),
    target_at: instant(),
    advancing: p.boolean(),
    created_at: instant(),
  },
});
export type TestClockRow = InferEntity<typeof TestClock>;
