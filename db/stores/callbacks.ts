import type { EntityData, EntityManager } from '@mikro-orm/postgresql';
import type { CallbackFormat } from '../../domain/callbacks.ts';
import { CallbackEndpoint, type CallbackEndpointRow } from '../entities/callback-endpoint.ts';
import { Event } from '../entities/event.ts';

/** A document of which callbacks are due. `probing`: so many have failed in a row that one at a time is sent. */
export type WaitingDocument = { document_id: string; merchant_id: string; due_at: Date; failures_in_row: number; probing: boolean };
/** How many callbacks of a document may be taken. */
export type Turn = { document_id: string; room: number };
export type TakenEvent = { id: string; document_id: string; merchant_id: string };

/** The queue of callbacks, by document, and what is known of their endpoints. */
export class CallbackStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** The endpoints of these documents, as far as they have ever failed, been checked or been set up otherwise than usual. */
  async endpoints(document_ids: string[]): Promise<CallbackEndpointRow[]> {
    return await this.#em.find(CallbackEndpoint, { document_id: { $in: document_ids } }, { disableIdentityMap: true });
  }

  async endpoint(document_id: string): Promise<CallbackEndpointRow | null> {
    return await this.#em.findOne(CallbackEndpoint, { document_id }, { disableIdentityMap: true });
  }

  /** Changes what is known of an endpoint, of which nothing may be known yet. */
  async saveEndpoint(document_id: string, change: EntityData<CallbackEndpointRow>): Promise<void> {
    const row = { document_id, format: 'standard_webhooks' as CallbackFormat, failures_in_row: 0 };
    await this.#em.qb(CallbackEndpoint).insert(row).onConflict('document_id').ignore().execute('run');
    await this.#em.nativeUpdate(CallbackEndpoint, { document_id }, change);
  }

  /** One more failure in a row; answers how many there are, and since when. */
  async countFailure(document_id: string, at: Date): Promise<{ failures_in_row: number; failing_since: Date }> {
    const [row] = await this.#em.execute<{ failures_in_row: number; failing_since: string | Date }[]>(
      `insert into callback_endpoint (document_id, format, failures_in_row, failing_since) values (?, 'standard_webhooks', 1, ?)
         on conflict (document_id) do update set
           failures_in_row = callback_endpoint.failures_in_row + 1,
           failing_since = coalesce(callback_endpoint.failing_since, excluded.failing_since)
         returning failures_in_row, failing_since`,
      [document_id, at],
    );
    return { failures_in_row: row?.failures_in_row ?? 1, failing_since: new Date(row?.failing_since ?? at) };
  }

  /** True where it had failed before: what waits for it may then be sent. */
  async forgetFailures(document_id: string): Promise<boolean> {
    const where = { document_id, failures_in_row: { $gt: 0 } };
    return (await this.#em.nativeUpdate(CallbackEndpoint, where, { failures_in_row: 0, failing_since: null, probe_at: null })) > 0;
  }

  /**
   * Each document of which something is due and whose endpoint may be tried, the one that waits longest first. It steps from document to
   * document through the index, so ten thousand callbacks of one cost no more than one of it.
   */
  async waiting(now: Date): Promise<WaitingDocument[]> {
    const rows = await this.#em.execute<(Omit<WaitingDocument, 'due_at'> & { due_at: string | Date })[]>(
      `with recursive queue (document_id) as (
         (select document_id from event where next_attempt_at is not null order by document_id limit 1)
         union all
         select (select document_id from event where next_attempt_at is not null and document_id > queue.document_id order by document_id limit 1)
           from queue where queue.document_id is not null
       )
       select queue.document_id, first.merchant_id, first.due_at,
           coalesce(endpoint.failures_in_row, 0) as failures_in_row, endpoint.probe_at is not null as probing
         from queue
         cross join lateral (
           select merchant_id, next_attempt_at as due_at from event
             where document_id = queue.document_id and next_attempt_at is not null order by next_attempt_at limit 1
         ) as first
         left join callback_endpoint as endpoint on endpoint.document_id = queue.document_id
         where first.due_at <= ? and (endpoint.probe_at is null or endpoint.probe_at <= ?)
         order by first.due_at`,
      [now, now],
    );
    return rows.map((row) => ({ ...row, due_at: new Date(row.due_at) }));
  }

  /** Takes the right to try a failing endpoint once, until `held_until`: of all dispatchers and workflows one gets it. */
  async takeProbe(document_id: string, claim: { now: Date; held_until: Date }): Promise<boolean> {
    return (
      (await this.#em.nativeUpdate(CallbackEndpoint, { document_id, probe_at: { $lte: claim.now } }, { probe_at: claim.held_until })) > 0
    );
  }

  /** Keeps a callback that was taken for longer; one that no dispatcher is to take any more stays so. */
  async hold(event_id: string, held_until: Date): Promise<void> {
    await this.#em.nativeUpdate(Event, { id: event_id, next_attempt_at: { $ne: null } }, { next_attempt_at: held_until });
  }

  /** What waits for this document's endpoint longer than until `held`, so is in nobody's hands, is due at once. */
  async release(document_id: string, { now, held }: { now: Date; held: Date }): Promise<void> {
    await this.#em.nativeUpdate(Event, { document_id, next_attempt_at: { $gt: held } }, { next_attempt_at: now });
  }

  /** What waits for this document's endpoint is not sent any more. */
  async disableWaiting(document_id: string): Promise<void> {
    const change = { delivery_status: 'disabled' as const, next_attempt_at: null };
    await this.#em.nativeUpdate(Event, { document_id, next_attempt_at: { $ne: null } }, change);
  }

  /** How many callbacks of the document are in the hands of workflows; counts no further than `up_to`. */
  async inWorkflows(document_id: string, up_to: number): Promise<number> {
    const where = { document_id, delivery_status: 'retrying' as const, next_attempt_at: null };
    return (await this.#em.find(Event, where, { fields: ['id'], limit: up_to, disableIdentityMap: true })).length;
  }

  /** Hands a callback over to its workflow, unless that has delivered it, given it up or given it back since it was held until then. */
  async markInWorkflow(event_id: string, held_until: Date): Promise<void> {
    await this.#em.nativeUpdate(
      Event,
      { id: event_id, next_attempt_at: held_until },
      { delivery_status: 'retrying', next_attempt_at: null },
    );
  }

  /** A failed callback that was taken from the table waits there again, or has failed for good. */
  async putBack(event_id: string, then: 'failed' | { next_attempt_at: Date }): Promise<void> {
    const change =
      then === 'failed' ? { delivery_status: 'failed' as const, next_attempt_at: null } : { delivery_status: 'retrying' as const, ...then };
    await this.#em.nativeUpdate(Event, { id: event_id, next_attempt_at: { $ne: null } }, change);
  }

  /** A callback that a workflow has goes back into the table; one that is over stays so. */
  async takeBack(event_id: string, due_at: Date): Promise<void> {
    const where = { id: event_id, delivery_status: { $in: ['pending' as const, 'retrying' as const] } };
    await this.#em.nativeUpdate(Event, where, { delivery_status: 'retrying', next_attempt_at: due_at });
  }

  async attempts(event_id: string): Promise<number> {
    const [row] = await this.#em.execute<{ count: string }[]>('select count(*) from event_delivery where event_id = ?', [event_id]);
    return Number(row?.count ?? 0);
  }
}
