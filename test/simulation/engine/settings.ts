import type { Random } from './random.ts';

/** How likely what is, for one seed. Some seeds are calm, some are storms: rare faults are seen both alone and together. */
export type Rates = {
  call_fault: number;
  question_fault: number;
  killed_at_point: number;
  commit_answer_lost: number;
  commit_answer_slow: number;
  signal_trouble: number;
  notification_lost: number;
  notification_duplicated: number;
  notification_late: number;
};

export type Settings = {
  start: Date;
  days: number;
  subscriptions: number;
  purchases: number;
  lines: number;
  jitter_seconds: number;
  dunning_days: readonly number[];
  isp_timeout_ms: number;
  history_events_max: number;
  rates: Rates;
  /** Means over the whole run; each is spread by chance. */
  blows: Record<Blow, number>;
};

export const BLOWS = [
  'kill_worker',
  'hold_worker',
  'kill_api',
  'database_away',
  'temporal_away',
  'isp_outage',
  'doubts_unanswerable',
  'engine_down_minutes',
  'engine_down_days',
  'engine_down_months',
  'clock_jump',
] as const;
export type Blow = (typeof BLOWS)[number];

const DAY_MS = 86_400_000;

export function drawSettings(random: Random): Settings {
  const storm = random.pick([0.25, 1, 1, 2]);
  const days = random.between(250, 800);
  return {
    start: new Date(Date.UTC(2026, 0, 1) + random.below(365) * DAY_MS + random.below(DAY_MS)),
    days,
    subscriptions: random.between(8, 16),
    purchases: random.between(15, 40),
    lines: random.between(6, 12),
    jitter_seconds: random.pick([0, 60, 900]),
    dunning_days: [1, 3, 7],
    isp_timeout_ms: 20_000,
    history_events_max: random.between(40, 300),
    rates: {
      call_fault: 0.12 * storm,
      question_fault: 0.08 * storm,
      killed_at_point: 0.006 * storm,
      commit_answer_lost: 0.004 * storm,
      commit_answer_slow: 0.004 * storm,
      signal_trouble: 0.1 * storm,
      notification_lost: 0.25,
      notification_duplicated: 0.25,
      notification_late: 0.25,
    },
    blows: {
      kill_worker: 12 * storm,
      hold_worker: 12 * storm,
      kill_api: 6 * storm,
      database_away: 8 * storm,
      temporal_away: 4 * storm,
      isp_outage: 5 * storm,
      doubts_unanswerable: 1.5 * storm,
      engine_down_minutes: 3 * storm,
      engine_down_days: 1 * storm,
      engine_down_months: random.chance(0.3) ? 1 : 0,
      clock_jump: 6 * storm,
    },
  };
}
