import type { CallbackCheck, CallbackFormat, DisabledReason } from '../domain/callbacks.ts';
import type { DocumentView, Scope } from './types.ts';

/** `failing`: so many deliveries in a row have failed that one at a time is tried; `disabled`: none is, until they are enabled again. */
export type CallbackStatus = 'none' | 'active' | 'failing' | 'disabled';

/** Where and how a new document tells; without a format, by Standard Webhooks. */
export type NewCallbacks = { callback_url: string | null; callback_format?: CallbackFormat | undefined };

/** How a document's callbacks are sent, and how that goes. */
export type CallbackView = {
  format: CallbackFormat;
  status: CallbackStatus;
  /** Since when no delivery has succeeded; null while the last one did. */
  failing_since: Date | null;
  disabled_at: Date | null;
  disabled_reason: DisabledReason | null;
  /** What the last ping came to. */
  check: CallbackCheck | null;
};

export type CallbackUseCases = {
  /** Sends a signed ping to the document's callback URL and waits a few seconds for the answer. Refuses with callback_url_missing. */
  pingDocument(scope: Scope, id: string): Promise<DocumentView>;
  /** Callbacks that were disabled are sent again from now on. What was not sent meanwhile stays as it is until it is redelivered. */
  enableCallbacks(scope: Scope, id: string): Promise<DocumentView>;
};
