import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import type { CodeValidation } from '../../usecases/types.ts';
import { id, instant } from './answers.ts';
import { codeField, idField } from './fields.ts';

export const codeQuestionSchema = z.strictObject({ code: codeField, document: idField('doc', 'a document') }).meta({ id: 'CodeQuestion' });

export const codeValidationSchema = z
  .union([
    z.object({ valid: z.literal(true), kind: z.literal('one_shot'), purchase: id('pur') }),
    z.object({ valid: z.literal(true), kind: z.literal('subscription'), subscription: id('sub'), valid_until: instant.exactOptional() }),
    z.object({ valid: z.literal(false), reason: z.enum(['unknown', 'used', 'expired', 'ended']) }),
  ])
  .meta({ id: 'CodeValidation', description: 'A one-shot code opens once: the first question consumes it.' });

export function wireCodeValidation(outcome: CodeValidation): z.output<typeof codeValidationSchema> {
  if (!outcome.valid) return { valid: false, reason: outcome.reason };
  if (outcome.kind === 'one_shot') return { valid: true, kind: 'one_shot', purchase: outcome.purchase };
  const valid_until = outcome.valid_until === null ? {} : { valid_until: wireInstant(outcome.valid_until) };
  return { valid: true, kind: 'subscription', subscription: outcome.subscription, ...valid_until };
}
