import type { Request } from 'express';
import { z } from 'zod';
import { CamaraError } from '../errors.ts';
import { sameSecret } from '../identifiers.ts';

const instant = z.iso.datetime({ offset: true });

/** Input that satisfies the schema, or INVALID_ARGUMENT that names the first wrong field. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw new CamaraError('INVALID_ARGUMENT', path === '' ? issue?.message : `${path}: ${issue?.message}`);
}

/** The bearer token of the request. */
export function bearerOf(request: Request): string {
  const token = /^Bearer ([\x21-\x7e]+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined) throw new CamaraError('UNAUTHENTICATED');
  return token;
}

/** Lets only the client itself in (2-legged). */
export function requireClient(request: Request, clientSecret: string): void {
  if (!sameSecret(bearerOf(request), clientSecret)) throw new CamaraError('UNAUTHENTICATED');
}

/** The instant at which the request happens: that of the header Simulated-Time, else now. */
export function bookingInstant(request: Request): { at_ms: number; simulated: boolean } {
  const header = request.get('simulated-time');
  if (header === undefined) return { at_ms: Date.now(), simulated: false };
  if (!instant.safeParse(header).success) throw new CamaraError('INVALID_ARGUMENT', 'Simulated-Time: must be an RFC 3339 instant.');
  return { at_ms: Date.parse(header), simulated: true };
}

/** A parameter of the path. */
export function pathParameter(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}
