import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { CALLBACK_FORMATS, type CallbackCheck, DISABLED_REASONS } from '../../domain/callbacks.ts';
import { instant } from './columns.ts';

/** How the callbacks of a document are sent, and how that goes. A document without a row has never failed. */
export const CallbackEndpoint = defineEntity({
  name: 'CallbackEndpoint',
  tableName: 'callback_endpoint',
  properties: {
    document_id: p.string().length(40).primary(),
    format: p.enum(CALLBACK_FORMATS).length(24),
    /** Attempts since the last success, of whichever event. */
    failures_in_row: p.integer(),
    failing_since: instant().nullable(),
    /** Set while too many have failed in a row: before this instant nothing is sent, and then one event, by whoever moves it forward. */
    probe_at: instant().nullable(),
    /** Why `document.callback_disabled_at` is set. */
    disabled_reason: p.enum(DISABLED_REASONS).length(12).nullable(),
    /** What the last ping came to. */
    last_check: p.json<CallbackCheck>().nullable(),
  },
});
export type CallbackEndpointRow = InferEntity<typeof CallbackEndpoint>;
