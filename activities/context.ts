import { ApplicationFailure, activityInfo, Context } from '@temporalio/activity';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { DoubtProfile } from '../domain/doubts.ts';
import type { Isp } from '../domain/isps.ts';
import type { Log } from '../domain/log.ts';
import type { PayoutTerms } from '../domain/payouts.ts';
import type { IspGateways } from '../gateways/isp/port.ts';
import type { Engine } from '../gateways/temporal/engine.ts';
import type { Vault } from '../vault/vault.ts';

/** What activities work with; the worker composes it. */
export type ActivityContext = {
  unitOfWork: UnitOfWork;
  isps: IspGateways;
  vault: Vault;
  engine: Engine;
  log: Log;
  /** Real time. Business time on a test clock comes in as an argument. */
  now: () => Date;
  jitter_seconds: number;
  /** Days after the due instant on which a refused renewal is tried again. */
  dunning_days: readonly number[];
  /** How long one call to an ISP may take; a `sent` row older than this with some margin belongs to nobody. */
  isp_timeout_ms: number;
  /** How each ISP answers doubts. */
  doubt_profiles: Record<Isp, DoubtProfile>;
  payout_terms: PayoutTerms;
  /** Wakes the dispatcher of this process, so that a callback or a letter need not wait for its next look. */
  announce: () => void;
};

const HEARTBEAT_MS = 1_500;

/** Heartbeats while the work runs, so that Temporal notices a dead worker in seconds and not at the activity's time-out. */
export async function heartbeating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Asks Temporal to come back after a while; the work itself has lost nothing. */
export function tryAgain(detail: string, delay_ms?: number): ApplicationFailure {
  return ApplicationFailure.create({
    message: detail,
    type: 'TryAgain',
    ...(delay_ms === undefined ? {} : { nextRetryDelay: Math.max(50, Math.ceil(delay_ms)) }),
  });
}

/**
 * Keeps private data out of Temporal's histories: messages of drivers and libraries may hold statement parameters, so an unexpected error
 * leaves this process as its name and code only.
 */
export function guarded<I, O>(name: string, log: Log, work: (input: I) => Promise<O>): (input: I) => Promise<O> {
  return async (input) => {
    try {
      return await heartbeating(() => work(input));
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      const fields = safeError(error);
      log.error(
        { activity: name, attempt: activityInfo().attempt, workflow_id: activityInfo().workflowExecution?.workflowId, ...fields },
        'activity failed',
      );
      throw ApplicationFailure.create({ message: `${fields.error} ${fields.code}`.trim(), type: fields.error });
    }
  };
}

/** What may be said of an unexpected error: its class, its code and where it arose. */
export function safeError(error: unknown): { error: string; code: string; at: string } {
  if (!(error instanceof Error)) return { error: 'UnknownError', code: '', at: '' };
  const code = (error as { code?: unknown }).code;
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 4);
  return { error: error.name, code: typeof code === 'string' ? code : '', at: at.map((line) => line.trim()).join(' < ') };
}
