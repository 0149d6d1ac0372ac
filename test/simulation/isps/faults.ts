import type { DeclineReason } from '../../../domain/charges.ts';
import type { Random } from '../engine/random.ts';

/** What can befall one call, in the simulator's words (simulator/isps/faults.ts), and what the network adds. */
export type CallFault =
  | 'timeout_before'
  | 'timeout_after'
  | 'error_500_before'
  | 'error_500_after'
  | 'reset_after'
  | 'slow'
  | 'throttle_429'
  | 'late_capture'
  | 'refused_connection'
  | 'late_arrival'
  | `decline:${DeclineReason}`;

const DECLINES: DeclineReason[] = [
  'insufficient_ceiling',
  'line_suspended',
  'line_closed',
  'purchases_blocked',
  'mandate_revoked',
  'unknown',
];

export const CALL_FAULTS: readonly { kind: CallFault; weight: number }[] = [
  { kind: 'timeout_before', weight: 3 },
  { kind: 'timeout_after', weight: 4 },
  { kind: 'error_500_before', weight: 3 },
  { kind: 'error_500_after', weight: 3 },
  { kind: 'reset_after', weight: 3 },
  { kind: 'slow', weight: 3 },
  { kind: 'throttle_429', weight: 3 },
  { kind: 'late_capture', weight: 3 },
  { kind: 'refused_connection', weight: 3 },
  { kind: 'late_arrival', weight: 2 },
  // Soft ones more often: they go on.
  ...DECLINES.map((reason) => ({
    kind: `decline:${reason}` as const,
    weight: ['line_closed', 'purchases_blocked', 'mandate_revoked'].includes(reason) ? 0.3 : 2,
  })),
];

export function drawFault(random: Random, probability: number): CallFault | undefined {
  return random.chance(probability) ? random.weighted(CALL_FAULTS).kind : undefined;
}

/** Questions can fail as calls do; there is nothing to charge in them. */
export function drawQuestionFault(random: Random, probability: number): CallFault | undefined {
  const fault = drawFault(random, probability);
  return fault?.startsWith('decline:') || fault === 'late_capture' || fault === 'late_arrival' ? undefined : fault;
}
