import { Temporal } from '@js-temporal/polyfill';
import { ZONE } from './calendar.ts';
import type { Isp } from './isps.ts';

/**
 * How an ISP answers a doubt about a charge (product.md, "What a charge can be"): `replay` gives the first answer again under the same
 * correlator; `list` can be asked for its payments, where "not found" proves nothing before a stated delay has passed; `statement` tells
 * only in the statement of the day, which is complete some time after the day has ended.
 */
export type DoubtProfile =
  | { method: 'replay'; absence_proves_after_ms: number }
  | { method: 'list'; absence_proves_after_ms: number }
  | { method: 'statement'; complete_after_ms: number };

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
  alice: { method: 'statement', complete_after_ms: 6 * HOUR_MS },
};

/** Pauses between looks: soon at first, hourly in the end. */
const LOOK_PAUSES_MS = [1_000, 5_000, 15_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS];

/** A doubt of this age is shown to operators as escalated, */
export const ESCALATE_AFTER_MS = DAY_MS;
/** and one of this age ends in the buyer's favour: the period or purchase counts as not charged, whatever may turn up later. */
export const GIVE_UP_AFTER_MS = 7 * DAY_MS;

/** When to look again after `looks` looks. */
export function nextLook(now: Date, looks: number): Date {
  const pause_ms = LOOK_PAUSES_MS[Math.min(looks, LOOK_PAUSES_MS.length - 1)] ?? HOUR_MS;
  return new Date(now.getTime() + pause_ms);
}

/** The Paris day on whose statement a charge booked at this instant stands, `2026-03-29`. */
export function statementDay(booked_at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(booked_at.getTime()).toZonedDateTimeISO(ZONE).toPlainDate().toString();
}

/** By how much an ISP's instant of booking may differ from ours: its clock, a call that is long on its way, a late capture. */
const BOOKED_EARLIER_MS = 5 * MINUTE_MS;
const BOOKED_LATER_MS = HOUR_MS;

/** The Paris days on whose statements a charge that we sent at this instant may stand: two around midnight. */
export function statementDays(booked_at: Date): string[] {
  const at = (offset_ms: number) => statementDay(new Date(booked_at.getTime() + offset_ms));
  return [...new Set([at(-BOOKED_EARLIER_MS), at(0), at(BOOKED_LATER_MS)])];
}

function endOfStatementDays(booked_at: Date): number {
  const last = Temporal.PlainDate.from(statementDays(booked_at).at(-1) ?? statementDay(booked_at));
  return last.add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds;
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
  switch (profile.method) {
    case 'replay':
    case 'list':
      return now.getTime() - sent_at.getTime() >= profile.absence_proves_after_ms;
    case 'statement':
      return business_now.getTime() >= endOfStatementDays(booked_at) + profile.complete_after_ms;
  }
}
