import { Refusal } from '../../../domain/refusals.ts';
import type { Idempotency } from '../../../usecases/types.ts';

type Entry = { request: string; resource_id: string; running: boolean; answer?: { status: number; body: string } };

/** Idempotency keys in memory, with the meaning of the real ones. */
export function createFakeIdempotency(): Idempotency & { entries: Map<string, Entry>; break_finish: boolean } {
  const entries = new Map<string, Entry>();
  const nameOf = (scope: { merchant_id: string; mode: string }, key: string) => `${scope.merchant_id}:${scope.mode}:${key}`;
  const fake = {
    entries,
    break_finish: false,
    claim: async (scope, { key, request, new_id }) => {
      const known = entries.get(nameOf(scope, key));
      if (known === undefined) {
        entries.set(nameOf(scope, key), { request, resource_id: new_id, running: true });
        return { kind: 'proceed', resource_id: new_id };
      }
      if (known.request !== request) throw new Refusal('idempotency_key_reused', 'Another request had this key.');
      if (known.answer) return { kind: 'replay', ...known.answer };
      if (known.running) throw new Refusal('idempotency_key_in_flight', 'Still running.', { retry_after_seconds: 1 });
      known.running = true;
      return { kind: 'proceed', resource_id: known.resource_id };
    },
    finish: async (scope, { key, status, body }) => {
      if (fake.break_finish) throw new Error('the database is away');
      const entry = entries.get(nameOf(scope, key));
      if (entry) Object.assign(entry, { running: false, answer: { status, body } });
    },
    release: async (scope, key) => {
      const entry = entries.get(nameOf(scope, key));
      if (entry) entry.running = false;
    },
  } satisfies Idempotency & { entries: Map<string, Entry>; break_finish: boolean };
  return fake;
}
