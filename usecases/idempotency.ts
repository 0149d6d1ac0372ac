import type { RequestKey } from '../db/stores/requests.ts';
import { Refusal } from '../domain/refusals.ts';
import type { UseCaseContext } from './context.ts';
import { ownerOf } from './scope.ts';
import type { Idempotency, Scope } from './types.ts';

/** Past this a request that still holds its key is taken for dead, and a retry goes on with the same object. */
const LOCK_MS = 30_000;

/**
 * Idempotency-Key in PostgreSQL (contract.md). The row is the lock: of two requests at once with one key one inserts it. It also keeps the
 * id of the object to make, so that a retry after a crash continues that object and never makes a second one. Answers are kept sealed,
 * since they hold codes.
 */
export function createIdempotency({ unitOfWork, vault, now }: UseCaseContext): Idempotency {
  const rowKey = (scope: Scope, key: string): RequestKey => ({ ...ownerOf(scope), key });
  return {
    async claim(scope, { key, request, new_id }) {
      const request_hash = vault.lookupHash('request', request);
      const locked_until = new Date(now().getTime() + LOCK_MS);
      const row = { ...rowKey(scope, key), request_hash, resource_id: new_id, locked_until, created_at: now() };
      if (await unitOfWork.hot.claimRequest(row)) return { kind: 'proceed', resource_id: new_id };
      return await unitOfWork.transaction(async (stores) => {
        const known = await stores.requests.lock(rowKey(scope, key));
        if (!known) throw inFlight();
        if (Buffer.compare(Buffer.from(known.request_hash), Buffer.from(request_hash)) !== 0) {
          throw new Refusal('idempotency_key_reused', 'This Idempotency-Key came with another request before.');
        }
        if (known.response_sealed && typeof known.response_status === 'number') {
          return { kind: 'replay', status: known.response_status, body: vault.openForPlatform(known.response_sealed) };
        }
        if (known.locked_until.getTime() > now().getTime()) throw inFlight();
        await stores.requests.update(rowKey(scope, key), { locked_until });
        return { kind: 'proceed', resource_id: known.resource_id };
      });
    },

    async finish(scope, { key, status, body }) {
      await unitOfWork.hot.finishRequest(rowKey(scope, key), { status, sealed: vault.sealForPlatform(body) });
    },

    async release(scope, key) {
      await unitOfWork.transaction((stores) => stores.requests.update(rowKey(scope, key), { locked_until: new Date(0) }));
    },
  };
}

function inFlight(): Refusal {
  return new Refusal('idempotency_key_in_flight', 'A request with this Idempotency-Key is still running.', { retry_after_seconds: 1 });
}
