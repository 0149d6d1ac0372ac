import type { z } from 'zod';
import type { FieldError } from '../domain/refusals.ts';
import { ApiProblem } from './problem-answer.ts';

/** A body of 100 kB can hold thousands of wrong fields; nobody reads more than these. */
const ERRORS_MAX = 50;
const POINTER_PART_MAX = 100;

type Issue = z.core.$ZodIssue;

/** Checks outside input against its schema. Throws validation_failed, naming every field that is not usable, but never its value. */
export function validate<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { error: (issue) => (issue.input === undefined ? 'is required' : undefined) });
  if (parsed.success) return parsed.data;
  const errors = firstPerField(parsed.error.issues.flatMap(fieldErrors)).slice(0, ERRORS_MAX);
  const summary = errors.length === 1 ? 'One field is not usable' : `${errors.length} fields are not usable`;
  const first = errors[0];
  throw new ApiProblem('validation_failed', first ? `${summary}: ${first.pointer || 'the body'} ${first.message}` : summary, { errors });
}

/** One field can break several rules; the first tells enough. */
function firstPerField(errors: readonly FieldError[]): FieldError[] {
  return [...new Map(errors.toReversed().map((error) => [error.pointer, error])).values()].toReversed();
}

function fieldErrors(issue: Issue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), message: 'is not a field of this request' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return (issue.errors[0] ?? []).flatMap(fieldErrors);
  return [{ pointer: pointerTo(issue.path), message: issue.message }];
}

/** RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).slice(0, POINTER_PART_MAX).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
