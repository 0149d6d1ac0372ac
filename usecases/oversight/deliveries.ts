import type { EventDeliveryRow, EventRow } from '../../db/entities/event.ts';
import type { MailRow } from '../../db/entities/mail.ts';
import type { Stores } from '../../db/stores/index.ts';
import { OVERDUE_AFTER_MS } from '../../domain/overdue.ts';
import type { DeliveriesView, EndpointView, FailedLetterView, OverdueView } from './types.ts';

export const LISTED_MAX = 100;
/** Callbacks are grouped by their endpoint from the newest so many. */
const EVENTS_MAX = 1_000;
const MINUTE_MS = 60_000;
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
  const letters = await stores.undelivered.letters(LISTED_MAX);
  return {
    endpoints: [...newest.values()].slice(0, LISTED_MAX).flatMap((group) => endpointOf(group, { deliveries, now })),
    silenced: silenced.flatMap(({ id, merchant_id, mode, callback_disabled_at: since }) =>
      since ? [{ document: id, merchant: merchant_id, mode, since }] : [],
    ),
    letters: letters.map(letterOf),
    undispatched: await stores.undelivered.waiting(before(now, MINUTE_MS)),
    ends: await stores.oversight.unfinishedEnds(before(now, END_UNFINISHED_AFTER_MS), LISTED_MAX),
    overdue: await listOverdue(stores, now),
    listed_max: LISTED_MAX,
  };
}

const before = (now: Date, duration_ms: number) => new Date(now.getTime() - duration_ms);

/** The newest event comes first in its group. */
function endpointOf(events: EventRow[], { deliveries, now }: { deliveries: EventDeliveryRow[]; now: Date }): EndpointView[] {
  const [newest] = events;
  const oldest = events.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  const last = deliveries.find(({ event_id }) => event_id === newest.id);
  const failed = events.filter(({ delivery_status }) => delivery_status === 'failed');
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
