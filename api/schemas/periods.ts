import type { z } from 'zod';
import { type PeriodBounds, wireInstant } from '../../domain/calendar.ts';
import type { periodBounds } from './answers.ts';

export function wirePeriod(bounds: PeriodBounds): z.output<typeof periodBounds> {
  return { index: bounds.index, start: wireInstant(bounds.start), end: wireInstant(bounds.end) };
}
