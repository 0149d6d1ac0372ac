import type { Run } from './database.ts';
import type { RequestKey } from './stores/requests.ts';

/** A request under an Idempotency-Key that nobody has sent before. */
export type NewRequest = RequestKey & { request_hash: Uint8Array; resource_id: string; locked_until: Date; created_at: Date };

const CLAIM_REQUEST = {
  name: 'claim_request',
  text: `insert into idempotent_request (merchant_id, mode, key, request_hash, resource_id, locked_until, created_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (merchant_id, mode, key) do nothing returning true as claimed`,
};

const FINISH_REQUEST = {
  name: 'finish_request',
  text: `update idempotent_request set response_status = $4, response_sealed = $5 where merchant_id = $1 and mode = $2 and key = $3`,
};

/** True where the key was free: of two requests at once with one key, one gets true (primary key). */
export async function claimRequest(run: Run, row: NewRequest): Promise<boolean> {
  const { merchant_id, mode, key, request_hash, resource_id, locked_until, created_at } = row;
  return (await run(CLAIM_REQUEST, [merchant_id, mode, key, request_hash, resource_id, locked_until, created_at])).length === 1;
}

export async function finishRequest(
  run: Run,
  { merchant_id, mode, key }: RequestKey,
  response: { status: number; sealed: Uint8Array },
): Promise<void> {
  await run(FINISH_REQUEST, [merchant_id, mode, key, response.status, response.sealed]);
}
