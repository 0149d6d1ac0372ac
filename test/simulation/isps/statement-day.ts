import { DOUBT_PROFILES } from '../../../domain/doubts.ts';
import { statementCompleteAt } from '../../../domain/statements.ts';

/** When the statement of a day is complete, in milliseconds of the epoch. */
export function endOfStatement(day: string): number {
  const profile = DOUBT_PROFILES.alice;
  const complete_after_ms = profile.method === 'statement' ? profile.complete_after_ms : 0;
  return statementCompleteAt(day, complete_after_ms).getTime();
}
