import type { CallbackEndpointRow } from '../../db/entities/callback-endpoint.ts';
import type { EventDeliveryRow, EventRow } from '../../db/entities/event.ts';
import type { MailRow } from '../../db/entities/mail.ts';
import type { Stores } from '../../db/stores/index.ts';
import { OVERDUE_AFTER_MS } from '../../domain/overdue.ts';
import type { DeliveriesView, EndpointView, FailedLetterView, OverdueView } from './types.ts';

export const LISTED_MAX = 100;
/** Callbacks are grouped by their endpoint from the newest so many. */
const EVENTS_MAX = 1_000;
const MINUTE_MS = 60_000;
/** A dispatcher looks twice a second, and holds what it takes for 15 s at a time. */
const UNDISPATCHED_AFTER_MS = 2 * MINUTE_MS;
/** An end reaches the ISP within seconds; the sweep tries again after ten. */
const END_UNFINISHED_AFTER_MS = 5 * MINUTE_MS;
/** A sale that is written is started at once; the sweep expires it after a quarter of an hour. */
const UNSTARTED = { from_ms: MINUTE_MS, until_ms: 15 * MINUTE_MS };
export const FAILED_LATELY_MS = 7 * 24 * 60 * MINUTE_MS;

/** What should have reached somebody and has not: merchants' servers, buyers, ISPs, or its own workflow. */
export async function listDeliveries(stores: Stores, now: Date): Promise<DeliveriesView> {
  const events = await stores.undelivered.events(EVENTS_MAX);
  const newest = Map.groupBy(events, ({ document_id, callback_url }) => `${document_id} ${callback_url}`);
  const deliveries = await stores.undelivered.lastDeliveries([...newest.values()].flatMap(([first]) => first?.id ?? []));
  const silenced = await stores.undelivered.silentDocuments(LISTED_MAX);
  const known = await stores.callbacks.endpoints([...events.map(({ document_id }) => document_id), ...silenced.map(({ id }) => id)]);
  const letters = await stores.undelivered.letters(LISTED_MAX);
  return {
    endpoints: [...newest.values()].slice(0, LISTED_MAX).flatMap((group) => endpointOf(group, { deliveries, known, now })),
    silenced: silenced.flatMap(({ id, merchant_id, mode, callback_disabled_at: since }) =>
      since
        ? [
            {
              document: id,
              merchant: merchant_id,
              mode,
              since,
              reason: known.find((row) => row.document_id === id)?.disabled_reason ?? null,
            },
          ]
        : [],
    ),
    letters: letters.map(letterOf),
    undispatched: await listUndispatched(stores, before(now, UNDISPATCHED_AFTER_MS)),
    ends: await stores.oversight.unfinishedEnds(before(now, END_UNFINISHED_AFTER_MS), LISTED_MAX),
    overdue: await listOverdue(stores, now),
    listed_max: LISTED_MAX,
  };
}

/** A document with failures waits for its turn, which is no fault of ours. */
async function listUndispatched(stores: Stores, due_before: Date): Promise<DeliveriesView['undispatched']> {
  const waiting = await stores.callbacks.waiting(due_before);
  const letters = await stores.undelivered.waitingLetters(due_before, LISTED_MAX);
  return { documents: waiting.filter(({ failures_in_row }) => failures_in_row === 0).length, letters };
}

const before = (now: Date, duration_ms: number) => new Date(now.getTime() - duration_ms);

/** The newest event comes first in its group. */
type Around = { deliveries: EventDeliveryRow[]; known: CallbackEndpointRow[]; now: Date };

function endpointOf(events: EventRow[], { deliveries, known, now }: Around): EndpointView[] {
  const [newest] = events;
  const oldest = events.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  const last = deliveries.find(({ event_id }) => event_id === newest.id);
  const failed = events.filter(({ delivery_status }) => delivery_status === 'failed');
  const endpoint = known.find(({ document_id }) => document_id === newest.document_id);
  const lately = before(now, FAILED_LATELY_MS);
  return [
    {
      document: newest.document_id,
      merchant: newest.merchant_id,
      mode: newest.mode,
      address: withoutQuery(newest.callback_url ?? ''),
      retrying: events.length - failed.length,
      failed: failed.length,
      failed_lately: failed.filter(({ created_at }) => created_at > lately).length,
      oldest_at: oldest.created_at,
      newest_event: newest.id,
      failures_in_row: endpoint?.failures_in_row ?? 0,
      probe_at: endpoint?.probe_at ?? null,
      last: last ? { at: last.attempted_at, status: last.response_status ?? null, error: last.error ?? null } : null,
    },
  ];
}

/** A query or a password in an address can be a secret of the merchant's. */
export function withoutQuery(address: string): string {
  const url = URL.parse(address);
  return url === null ? '' : `${url.origin}${url.pathname}`;
}

export function letterOf(mail: MailRow): FailedLetterView {
  const error = mail.last_error ?? null;
  const outlook = error === 'the buyer was erased' ? 'erased' : / 5\d\d$/.test(error ?? '') ? 'refused' : 'retryable';
  return { id: mail.id, kind: mail.kind, subject: mail.subject_id, occurred_at: mail.occurred_at, attempts: mail.attempts, error, outlook };
}

/** By the rows: due for so long that no workflow can be working on it, or that its ISP takes no calls. */
async function listOverdue(stores: Stores, now: Date): Promise<OverdueView[]> {
  const due_before = before(now, OVERDUE_AFTER_MS);
  const { oversight, purchases, subscriptions } = stores;
  const written = { after: before(now, UNSTARTED.until_ms), before: before(now, UNSTARTED.from_ms), limit: LISTED_MAX };
  const unstarted = [...(await purchases.uncharged(written)), ...(await subscriptions.uncharged(written))];
  const found: OverdueView[] = [
    ...(await oversight.overdueSubscriptions(due_before, LISTED_MAX)).map((row) => ({ ...row, kind: 'subscription' as const })),
    ...(await oversight.forgottenCharges(due_before, LISTED_MAX)).map((row) => ({ ...row, kind: 'charge' as const })),
    ...(await oversight.forgottenRefunds(due_before, LISTED_MAX)).map((row) => ({ ...row, kind: 'refund' as const })),
    ...unstarted.map(({ id, isp, mode, created_at }) => ({ id, isp, mode, due_at: created_at, kind: 'unstarted' as const })),
  ];
  return found.sort((a, b) => a.due_at.getTime() - b.due_at.getTime()).slice(0, LISTED_MAX);
}
