import { DOUBT_PROFILES } from '../../../domain/doubts.ts';
import { parisDay, statementCompleteAt } from '../../../domain/statements.ts';

/** When the statement on which a booking of this instant stands is complete, in milliseconds of the epoch. */
export function endOfStatement(booked_at: Date): number {
  const profile = DOUBT_PROFILES.alice;
  const complete_after_ms = profile.method === 'statement' ? profile.complete_after_ms : 0;
  return statementCompleteAt(parisDay(booked_at), complete_after_ms).getTime();
}
