import { describe, expect, test } from '@jest/globals';
import { faultName, planFaults } from '../support/chaos/plan.ts';

const names = (plan: ReturnType<typeof planFaults>) => new Set(plan.map(faultName));

describe('the plan of a chaos run', () => {
  test('is the same for the same seed, and another for another', () => {
    const settings = { seed: 7, minutes: 2, kills_per_minute: 12 };
    expect(planFaults(settings)).toEqual(planFaults(settings));
    expect(planFaults({ ...settings, seed: 8 })).not.toEqual(planFaults(settings));
  });

  test.each([1, 2, 3, 4, 5])('kills every kind of process within two minutes, by seed %i', (seed) => {
    const killed = ['api', 'isps', 'postgres', 'temporal', 'worker'].map((victim) => `kill ${victim}`);
    expect([...names(planFaults({ seed, minutes: 2, kills_per_minute: 12 }))]).toEqual(expect.arrayContaining(killed));
  });

  test('has more than a hundred kills and every kind of pause in ten minutes, and none after their end', () => {
    const plan = planFaults({ seed: 1, minutes: 10, kills_per_minute: 12 });
    expect(plan.filter(({ kind }) => kind === 'kill').length).toBeGreaterThanOrEqual(100);
    expect(names(plan).size).toBe(5 + 14);
    expect(Math.max(...plan.map((fault) => fault.at_ms + (fault.kind === 'kill' ? 0 : fault.duration_ms)))).toBeLessThanOrEqual(600_000);
  });
});
