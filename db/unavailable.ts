import { ConnectionException } from '@mikro-orm/core';
import { Refusal } from '../domain/refusals.ts';

/** A restart of PostgreSQL, seen from a connection: nothing of the work was kept, or the answer to its commit was lost. */
const AWAY = new Set(['25P03', '57P01', '57P02', '57P03', '08006', '08003', '08001', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '53300']);

/** What the driver says of a connection that broke under a statement, or that it never got: without a code, as no answer came. */
const BROKEN = /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/;

/** Whether PostgreSQL could not be reached, or went away before it answered. */
export function isAway(error: unknown): boolean {
  if (error instanceof ConnectionException) return true;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? AWAY.has(code) : BROKEN.test(String(message));
}

/** Callers over HTTP are told to come back; activities are tried again either way. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new Refusal('billing_unavailable', 'The billing engine does not answer at the moment; the same request may be sent again.', {
      retry_after_seconds: 5,
    });
  }
}
