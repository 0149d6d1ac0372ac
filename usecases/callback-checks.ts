import type { CallbackEndpointRow } from '../db/entities/callback-endpoint.ts';
import type { DocumentRow } from '../db/entities/document.ts';
import type { Stores } from '../db/stores/index.ts';
import { type CallbackCheck, type CallbackFormat, HELD_MS } from '../domain/callbacks.ts';
import { PING_TYPE } from '../domain/events.ts';
import { collidingParameter } from '../domain/legacy-callback.ts';
import { refuseField } from '../domain/refusals.ts';
import { newId } from '../vault/ids.ts';
import type { CallbackView } from './callback-types.ts';
import type { UseCaseContext } from './context.ts';

type CheckContext = Pick<UseCaseContext, 'unitOfWork' | 'vault' | 'now' | 'callbacks'>;

const REFUSALS = {
  not_https: 'must be an https URL',
  not_public: 'must lead to a public address',
} as const;

type CallbackChange = { callback_url?: string | null; callback_format?: CallbackFormat | undefined };
type Found = { change: CallbackChange; document?: DocumentRow; format?: CallbackFormat };

/** A callback URL that can't be used is refused when it is set, at the field that set it. A name that resolves to nothing yet is not. */
export async function admitCallbacks({ callbacks }: Pick<CheckContext, 'callbacks'>, { change, document, format }: Found): Promise<void> {
  const url = change.callback_url === undefined ? document?.callback_url : change.callback_url;
  if (!url || (change.callback_url === undefined && change.callback_format === undefined)) return;
  const pointer = change.callback_url === undefined ? '/callback_format' : '/callback_url';
  const reason = await callbacks.refusalOf(url);
  if (reason !== undefined) throw refuseField('callback_url_not_allowed', pointer, `A callback URL ${REFUSALS[reason]}.`);
  const hidden = (change.callback_format ?? format) === 'legacy_get' ? collidingParameter(url) : undefined;
  if (hidden === undefined) return;
  throw refuseField('callback_url_not_allowed', pointer, `The URL has a parameter "${hidden}" of its own, which legacy callbacks use.`);
}

/** In the transaction that changes the document. What is known of an endpoint says nothing of another URL. */
export async function saveCallbacks(stores: Stores, document_id: string, { change, now }: { change: CallbackChange; now: Date }) {
  if (change.callback_format !== undefined) await stores.callbacks.saveEndpoint(document_id, { format: change.callback_format });
  if (change.callback_url !== undefined) await beginAnew(stores, document_id, now);
}

/** Nothing has failed yet, and what waits is due now. */
export async function beginAnew(stores: Stores, document_id: string, now: Date): Promise<void> {
  const healthy = { failures_in_row: 0, failing_since: null, probe_at: null, disabled_reason: null, last_check: null };
  await stores.callbacks.saveEndpoint(document_id, healthy);
  await stores.callbacks.release(document_id, { now, held: new Date(now.getTime() + HELD_MS) });
}

/**
 * Sends one signed ping and keeps what it came to. It is made outside of any transaction, ends within a few seconds, and fails nothing:
 * an endpoint may be set before it is there.
 */
export async function pingEndpoint(context: CheckContext, document: DocumentRow): Promise<void> {
  const { unitOfWork, vault, callbacks, now } = context;
  const url = document.callback_url;
  if (!url) return;
  const { sealed, format } = await unitOfWork.read(async (stores) => ({
    sealed: await stores.merchants.callbackSecrets(document.merchant_id, now()),
    format: formatOf(await stores.callbacks.endpoint(document.id)),
  }));
  const at = now();
  const body = { type: PING_TYPE, timestamp: at.toISOString(), data: { document: document.id } } as const;
  const secrets = sealed.map((secret) => vault.openForPlatform(secret));
  const answer = await callbacks.ping({ id: newId('png'), at, body }, { url, format, secrets });
  const last_check: CallbackCheck = {
    url,
    checked_at: at.toISOString(),
    ok: answer.status !== undefined && answer.status >= 200 && answer.status < 300,
    latency_ms: answer.latency_ms,
    response_status: answer.status ?? null,
    response_head: answer.head,
    error: answer.error,
  };
  await unitOfWork.transaction((stores) => stores.callbacks.saveEndpoint(document.id, { last_check }));
}

export function formatOf(endpoint: CallbackEndpointRow | null | undefined): CallbackFormat {
  return endpoint?.format ?? 'standard_webhooks';
}

export function viewCallbacks(document: DocumentRow, endpoint: CallbackEndpointRow | null | undefined): CallbackView {
  const disabled_at = document.callback_disabled_at ?? null;
  const is_failing = (endpoint?.probe_at ?? null) !== null;
  return {
    format: formatOf(endpoint),
    status: !document.callback_url ? 'none' : disabled_at !== null ? 'disabled' : is_failing ? 'failing' : 'active',
    failing_since: endpoint?.failing_since ?? null,
    disabled_at,
    disabled_reason: disabled_at === null ? null : (endpoint?.disabled_reason ?? 'gone'),
    check: endpoint?.last_check ?? null,
  };
}
