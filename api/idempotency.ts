import type { Scope, UseCases } from '../usecases/types.ts';
import { ApiProblem, problemAnswer } from './problem-answer.ts';

const KEY = /^[\x20-\x7e]{1,255}$/;

/** `kept` is what is given again in place of the text, where that must be told once only. */
export type FinalAnswer = { status: number; text: string; kept?: string };

type Claim = { scope: Scope; key: string; request: string; new_id: string };

/** The `Idempotency-Key` of a request, or undefined. Throws invalid_idempotency_key. */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (!KEY.test(header)) throw new ApiProblem('invalid_idempotency_key', 'An Idempotency-Key has 1 to 255 printable ASCII characters.');
  return header;
}

/** Method, address and body as one text. Keys of objects are sorted, because their order means nothing in JSON. */
export function requestText({ method, path, body }: { method: string; path: string; body: unknown }): string {
  return `${method.toUpperCase()} ${path}\n${JSON.stringify(body, sortKeys)}`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  // Pairs, as an object would put keys like "1" first again and could not hold "__proto__".
  return Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
}

/**
 * Does a thing once per key. The first answer is kept, byte by byte, and given again; a refusal is an answer too. What a later try
 * may heal (a conflict, too many requests, a failure of ours) is not kept: the key is freed, and a retry goes on under the same id.
 */
export function createOnce({ idempotency, onUnkept }: { idempotency: UseCases['idempotency']; onUnkept: (error: unknown) => void }) {
  async function settle(claim: Claim, answer: FinalAnswer): Promise<void> {
    const { scope, key } = claim;
    try {
      if (mayHeal(answer.status)) await idempotency.release(scope, key);
      else await idempotency.finish(scope, { key, status: answer.status, body: answer.kept ?? answer.text });
    } catch (error) {
      // The thing is done, or refused, and the caller is to know. A retry finds the key unfinished and meets the same object.
      onUnkept(error);
    }
  }
  return async (claim: Claim, act: (resource_id: string) => Promise<FinalAnswer>): Promise<FinalAnswer & { replayed: boolean }> => {
    const { scope, ...input } = claim;
    const claimed = await idempotency.claim(scope, input);
    if (claimed.kind === 'replay') return { status: claimed.status, text: claimed.body, replayed: true };
    try {
      const answer = await act(claimed.resource_id);
      await settle(claim, answer);
      return { ...answer, replayed: false };
    } catch (error) {
      await settle(claim, problemAnswer(error));
      throw error;
    }
  };
}

function mayHeal(status: number): boolean {
  return status >= 500 || status === 429 || status === 409;
}
