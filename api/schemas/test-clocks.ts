import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import type { TestClockView } from '../../usecases/types.ts';
import { id, instant, listOf, livemode } from './answers.ts';
import { clockInstantField } from './fields.ts';

export const newTestClockSchema = z.strictObject({ now: clockInstantField }).meta({ id: 'NewTestClock' });

export const advanceSchema = z.strictObject({ to: clockInstantField }).meta({ id: 'Advance' });

export const testClockSchema = z
  .object({ id: id('clk'), livemode, now: instant, status: z.enum(['ready', 'advancing']), created_at: instant })
  .meta({ id: 'TestClock', description: 'The time of the test subscriptions that hang on it.' });

export const testClockListSchema = listOf('TestClock', testClockSchema);

export function wireTestClock(view: TestClockView, live: boolean): z.output<typeof testClockSchema> {
  return { id: view.id, livemode: live, now: wireInstant(view.now), status: view.status, created_at: wireInstant(view.created_at) };
}
