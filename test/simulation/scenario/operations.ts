import { Temporal } from '@js-temporal/polyfill';
import { ZONE } from '../../../domain/calendar.ts';
import { PERIODS } from '../../../domain/offers.ts';
import type { LineStatus } from '../isps/books.ts';
import type { Cast } from './cast.ts';
import { planEnding } from './endings.ts';
import { refundOvernight, refundSomething } from './refunds.ts';

const DAY_MS = 86_400_000;

/** What people do. A new kind of operation is one more entry here. */
export type Operation = { times: (cast: Cast) => number; act: (cast: Cast) => void };

export const OPERATIONS: Record<string, Operation> = {
  buy: {
    times: ({ world }) => world.settings.purchases,
    act: (cast) => cast.buy(cast.someone, cast.world.random.scenario.between(1, 10)),
  },
  subscribe: {
    times: ({ world }) => world.settings.subscriptions,
    act: (cast) => {
      const customer = cast.someone;
      const id = cast.subscribe(customer, cast.world.random.scenario.pick(PERIODS));
      planEnding(cast, { id, ...customer });
    },
  },
  /** One subscriber, all at once, beyond what the law allows in a month. */
  crowd_the_cap: {
    times: ({ world }) => world.random.scenario.between(1, 2),
    act: (cast) => {
      const customer = cast.someone;
      for (let each = 0; each < 13; each += 1) {
        cast.world.scheduler.after(cast.world.random.scenario.between(0, 500), () => cast.buy(customer, 10));
      }
    },
  },
  /** Sent on one day and booked on the next, or nearly so: on whose statement does it stand? */
  buy_at_midnight: {
    times: ({ world }) => world.random.scenario.between(1, 3),
    act: (cast) => {
      const { scheduler, random, isps } = cast.world;
      const customer = cast.customers.find(({ isp }) => isp === 'alice');
      scheduler.at(startOfDay(scheduler.now_ms) - random.scenario.between(0, 1_500), () => {
        const fault = random.scenario.pick(['late_capture', 'timeout_after', 'late_arrival', 'error_500_after'] as const);
        isps.alice.spell = { fault, until_ms: scheduler.now_ms + 5_000 };
        if (customer && cast.world.disturbed) cast.buy(customer, 1);
      });
    },
  },
  refund: { times: ({ world }) => world.random.scenario.between(6, 18), act: refundSomething },
  refund_overnight: {
    times: ({ world }) => world.random.scenario.between(1, 2),
    act: (cast) => refundOvernight(cast, startOfDay(cast.world.scheduler.now_ms + DAY_MS / 4)),
  },
  /** By an operator, by mistake; rather of something that is in the middle of something. */
  terminate: {
    times: ({ world }) => world.random.scenario.between(1, 4),
    act: ({ world, subscriptions }) => {
      if (world.temporal.isAway || !world.disturbed) return;
      const { scenario } = world.random;
      const all = [...world.temporal.executions.values()].filter(({ status, type }) => status === 'running' && type !== 'reconciliation');
      if (all.length === 0) return;
      const execution = scenario.pick(all);
      const strike = () => {
        if (execution.status !== 'running' || !world.disturbed) return;
        world.trace(execution.id, 'its workflow is terminated');
        execution.terminate();
      };
      const is_sold = subscriptions.some(({ id }) => id === execution.id);
      if (is_sold && scenario.chance(0.6))
        world.whenBegun(execution.id, () => void world.scheduler.after(scenario.between(0, 30_000), strike));
      else strike();
    },
  },
  line_in_trouble: {
    times: ({ world }) => world.random.scenario.between(2, 6),
    act: (cast) => {
      const { scenario } = cast.world.random;
      const { line } = cast.someone;
      const status = scenario.pick<LineStatus>(['suspended', 'suspended', 'suspended', 'blocked', 'closed']);
      // Shorter than the dunning schedule, and longer.
      line.status = status;
      cast.world.scheduler.after(scenario.between(DAY_MS / 2, 14 * DAY_MS), () => {
        line.status = 'active';
      });
    },
  },
};

/** Midnight in Paris, where days, months and statements begin: the next one. */
function startOfDay(at_ms: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at_ms).toZonedDateTimeISO(ZONE).add({ days: 1 }).startOfDay().epochMilliseconds;
}

/** Sales fill the whole of the run, subscriptions its first three fifths. */
export function planOperations(cast: Cast): void {
  const { scheduler, random, settings } = cast.world;
  for (const [name, { times, act }] of Object.entries(OPERATIONS)) {
    const span_ms = settings.days * DAY_MS * (name === 'subscribe' ? 0.6 : 1);
    const count = times(cast);
    for (let time = 0; time < count; time += 1) {
      const at_ms = scheduler.now_ms + Math.floor(random.scenario.next() * span_ms);
      const shifted_ms = random.scenario.chance(0.15) ? startOfDay(at_ms) + random.scenario.between(-1_500, 500) : at_ms;
      scheduler.at(shifted_ms, () => act(cast));
    }
  }
}
