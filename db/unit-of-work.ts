import { ConnectionException, IsolationLevel } from '@mikro-orm/core';
import { Refusal } from '../domain/refusals.ts';
import type { Database } from './database.ts';
import { Stores } from './stores/index.ts';

/** The one place that opens, commits and rolls back transactions. */
export type UnitOfWork = {
  /** Statements that each stand alone. */
  read<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Reads that all see one moment; nothing can be written. */
  snapshot<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** All or nothing, read committed. Rows that decide are locked by the stores' `lock…` methods. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
};

export function createUnitOfWork(database: Pick<Database, 'em'>): UnitOfWork {
  return {
    read: (work) => orUnavailable(work(new Stores(database.em.fork()))),
    snapshot: (work) =>
      orUnavailable(
        database.em.fork().transactional((em) => work(new Stores(em)), { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true }),
      ),
    transaction: (work) => orUnavailable(database.em.fork().transactional((em) => work(new Stores(em)))),
  };
}

/** A restart of PostgreSQL, seen from a connection: nothing of the work was kept, or the answer to its commit was lost. */
const AWAY = new Set(['25P03', '57P01', '57P02', '57P03', '08006', '08003', '08001', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '53300']);

/** What the driver says of a connection that broke under a statement, or that it never got: without a code, as no answer came. */
const BROKEN = /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/;

function isAway(error: unknown): boolean {
  if (error instanceof ConnectionException) return true;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? AWAY.has(code) : BROKEN.test(String(message));
}

/** Callers over HTTP are told to come back; activities are tried again either way. */
async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new Refusal('billing_unavailable', 'The billing engine does not answer at the moment; the same request may be sent again.', {
      retry_after_seconds: 5,
    });
  }
}
