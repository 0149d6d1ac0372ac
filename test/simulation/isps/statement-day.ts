import { Temporal } from '@js-temporal/polyfill';
import { ZONE } from '../../../domain/calendar.ts';
import { DOUBT_PROFILES, statementDay } from '../../../domain/doubts.ts';

/** When the statement on which a booking of this instant stands is complete, in milliseconds of the epoch. */
export function endOfStatement(booked_at: Date): number {
  const profile = DOUBT_PROFILES.alice;
  const complete_after_ms = profile.method === 'statement' ? profile.complete_after_ms : 0;
  return Temporal.PlainDate.from(statementDay(booked_at)).add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds + complete_after_ms;
}
