import type { Isp } from './isps.ts';
import { lastStatementDay, STATEMENT_COMPLETE_AFTER_MS, statementCompleteAt } from './statements.ts';

/**
 * How an ISP answers a doubt about a charge (product.md, "What a charge can be"): `replay` gives the first answer again under the same
 * correlator; `list` can be asked for its payments, where "not found" proves nothing before a stated delay has passed; `statement` tells
 * only in the statement of the day, which is complete some time after the day has ended. `absence_proves_after_ms` counts from the sending, by
 * real time.
 */
export type DoubtProfile =
  | { method: 'replay'; absence_proves_after_ms: number }
  | { method: 'list'; absence_proves_after_ms: number }
  | { method: 'statement'; complete_after_ms: number; absence_proves_after_ms: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const DOUBT_PROFILES: Record<Isp, DoubtProfile> = {
  // Also has a list, for a charge that must not be sent again: of a subscription that has ended since.
  orange: { method: 'replay', absence_proves_after_ms: MINUTE_MS },
  // A call that we gave up on may still be on its way; a minute is beyond any time-out between us.
  free: { method: 'list', absence_proves_after_ms: MINUTE_MS },
  // States that a charge can appear up to a quarter of an hour later.
  sfr: { method: 'list', absence_proves_after_ms: 15 * MINUTE_MS },
  // On a test clock the day is over at once, and a call that we gave up on may still be on its way: twice what we wait for an answer.
  alice: { method: 'statement', complete_after_ms: STATEMENT_COMPLETE_AFTER_MS, absence_proves_after_ms: 20_000 },
};

/** Pauses between looks: soon at first, hourly in the end. */
const LOOK_PAUSES_MS = [1_000, 5_000, 15_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS];

/** A doubt of this age is shown to operators as escalated, */
export const ESCALATE_AFTER_MS = DAY_MS;
/** and one of this age ends in the buyer's favour: the period or purchase counts as not charged, whatever may turn up later. */
export const GIVE_UP_AFTER_MS = 7 * DAY_MS;

/**
 * Whether a doubt may still be asked about by sending again, where an ISP replays: what had never arrived is charged by that. Not at an age at
 * which a doubt is given up, as after an outage; then the ISP is asked without sending.
 */
export function mayStillReplay({ sent_at, now }: { sent_at: Date; now: Date }): boolean {
  return now.getTime() - sent_at.getTime() < GIVE_UP_AFTER_MS;
}

/** When to look again after `looks` looks. */
export function nextLook(now: Date, looks: number): Date {
  const pause_ms = LOOK_PAUSES_MS[Math.min(looks, LOOK_PAUSES_MS.length - 1)] ?? HOUR_MS;
  return new Date(now.getTime() + pause_ms);
}

export type Absence = {
  profile: DoubtProfile;
  /** Business instants: a test clock's where the charge hangs on one. */
  booked_at: Date;
  business_now: Date;
  /** Real instants. */
  sent_at: Date;
  now: Date;
};

/** Whether "not found" is proof that nothing was charged and nothing will be. */
export function absenceIsProof({ profile, booked_at, business_now, sent_at, now }: Absence): boolean {
  if (now.getTime() - sent_at.getTime() < profile.absence_proves_after_ms) return false;
  switch (profile.method) {
    case 'replay':
    case 'list':
      return true;
    case 'statement':
      return business_now.getTime() >= statementCompleteAt(lastStatementDay(booked_at), profile.complete_after_ms).getTime();
  }
}
