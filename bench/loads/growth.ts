import { dueInstant } from '../../domain/calendar.ts';
import { newId } from '../../vault/ids.ts';
import type { RunningEngine } from './engine.ts';

/** What a renewal costs a subscription that has renewed so often before. Continue-as-new is what keeps it flat. */
export type GrowthFigures = { renewals_before: number; ms_each: number; history: { events: number; bytes: number } };

/** Enough for some continuations to be among them, and for the start of an advance to be a small part of it. */
const MEASURED = 60;

/** One weekly subscription on a test clock, which is advanced from period to period. */
export async function runGrowth(engine: RunningEngine, lengths: readonly number[]): Promise<GrowthFigures[]> {
  const { useCases, merchant } = engine;
  const begun = new Date('2027-01-05T10:00:00Z');
  const clock = await useCases.createTestClock(merchant.scope, { id: newId('clk'), now: begun });
  const subscription = await useCases.subscribe(merchant.scope, {
    id: newId('sub'),
    document: merchant.rebilling,
    offer: 'week',
    email: 'buyer@example.org',
    isp: 'free',
    subscriber_token: `mandate.growth-${clock.id}`,
    client_reference: null,
    test_clock: clock.id,
    locale: undefined,
  });
  const advanceTo = async (index: number) => {
    const to = dueInstant(begun, 'week', index);
    let state = await useCases.advanceTestClock(merchant.scope, clock.id, to);
    while (state.status !== 'ready') state = await useCases.getTestClock(merchant.scope, clock.id);
  };
  const figures: GrowthFigures[] = [];
  for (const length of lengths) {
    await advanceTo(length);
    const began = performance.now();
    await advanceTo(length + MEASURED);
    const ms_each = (performance.now() - began) / MEASURED;
    figures.push({ renewals_before: length, ms_each, history: await engine.historyOf(subscription.id) });
  }
  return figures;
}
