import { Temporal } from '@js-temporal/polyfill';
import { addDays, midnightOf, parisDay } from './calendar.ts';
import type { Cents } from './money.ts';

export { addDays, parisDay };

/** One settled charge or refund of an ISP's daily statement. A refund names its payment, and carries a correlator of its own. */
export type StatementLine = {
  payment_id: string;
  client_correlator: string;
  reference_code: string;
  amount_cents: Cents;
  type: 'charge' | 'refund';
  /** As the ISP writes it. */
  booked_at: string;
};

const MINUTE_MS = 60_000;

/**
 * An ISP books a payment when it takes it, by its own clock: up to the time-out of a call and a late capture after our instant (the slowest
 * states a quarter of an hour), or a little before it where its clock is slow. So near midnight a payment may stand on the neighbouring day.
 */
const BOOKED_EARLIER_MS = 5 * MINUTE_MS;
const BOOKED_LATER_MS = 30 * MINUTE_MS;

/** From when on a statement holds all of its day, unless the ISP's profile states another delay. */
export const STATEMENT_COMPLETE_AFTER_MS = 6 * 60 * MINUTE_MS;

/** `2026-03-29`, a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** A day in Paris: from its first instant up to the next day's; 23 or 25 hours where summer time begins or ends. */
export function dayBounds(day: string): { start: Date; end: Date } {
  return { start: new Date(midnightOf(day)), end: new Date(midnightOf(addDays(day, 1))) };
}

/** The days on whose statements a payment may stand that we made at this instant: one, or two near midnight. */
export function statementDays(booked_at: Date): [first: string, ...later: string[]] {
  const first = parisDay(new Date(booked_at.getTime() - BOOKED_EARLIER_MS));
  const last = lastStatementDay(booked_at);
  return first === last ? [first] : [first, last];
}

/** Once the statement of this day is complete, a payment that is on none of its days was not made. */
export function lastStatementDay(booked_at: Date): string {
  return parisDay(new Date(booked_at.getTime() + BOOKED_LATER_MS));
}

/** Our instants of which a payment may stand on the statement of this day. */
export function bookedBetween(day: string): { from: Date; until: Date } {
  const { start, end } = dayBounds(day);
  return { from: new Date(start.getTime() - BOOKED_LATER_MS), until: new Date(end.getTime() + BOOKED_EARLIER_MS) };
}

/** Our instants of which a payment is expected on the statement of this day or of the day before it. */
export function bookedAtTheStart(day: string): { from: Date; until: Date } {
  const { start } = dayBounds(day);
  return { from: new Date(start.getTime() - BOOKED_LATER_MS), until: new Date(start.getTime() + BOOKED_EARLIER_MS) };
}

/** When the statement of a day holds all of it. */
export function statementCompleteAt(day: string, complete_after_ms: number): Date {
  return new Date(dayBounds(day).end.getTime() + complete_after_ms);
}
