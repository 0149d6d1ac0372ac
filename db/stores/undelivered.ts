import type { EntityManager } from '@mikro-orm/postgresql';
import { Document, type DocumentRow } from '../entities/document.ts';
import { Event, EventDelivery, type EventDeliveryRow, type EventRow } from '../entities/event.ts';
import { Mail, type MailRow } from '../entities/mail.ts';

/** Why a letter can never be sent: nobody can read its address any more. */
const ERASED = 'the buyer was erased';

/** What has not reached a merchant's server or a buyer, for operators. Each list by an index and up to a limit. */
export class UndeliveredStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Callbacks that are retried or were given up, the newest first. */
  async events(limit: number): Promise<EventRow[]> {
    const where = { delivery_status: { $in: ['retrying', 'failed'] as const } };
    return await this.#em.find(Event, where as object, { orderBy: { id: 'desc' }, limit, disableIdentityMap: true });
  }

  /** The last delivery of each of these events that was tried at all. */
  async lastDeliveries(event_ids: string[]): Promise<EventDeliveryRow[]> {
    if (event_ids.length === 0) return [];
    const rows = await this.#em.execute<{ id: string }[]>(
      'select max(id) as id from event_delivery where event_id in (?) group by event_id',
      [event_ids],
    );
    return await this.#em.find(EventDelivery, { id: { $in: rows.map(({ id }) => BigInt(id)) } }, { disableIdentityMap: true });
  }

  /** Documents whose callbacks are switched off, since their endpoint answered 410 or failed for days. */
  async silentDocuments(limit: number): Promise<DocumentRow[]> {
    const where = { callback_disabled_at: { $ne: null } };
    return await this.#em.find(Document, where, { orderBy: { callback_disabled_at: 'desc' }, limit, disableIdentityMap: true });
  }

  /** Letters that were given up, the newest first. */
  async letters(limit: number): Promise<MailRow[]> {
    return await this.#em.find(Mail, { status: 'failed' }, { orderBy: { id: 'desc' }, limit, disableIdentityMap: true });
  }

  /** How many letters should have been tried by then; counts no further than `up_to`. */
  async waitingLetters(before: Date, up_to: number): Promise<number> {
    const where = { status: 'queued' as const, next_attempt_at: { $lt: before } };
    return (await this.#em.find(Mail, where, { fields: ['id'], limit: up_to, disableIdentityMap: true })).length;
  }

  /** Queues one letter that was given up as if it were new. False where it was not, or can never be sent. */
  async queueAgain(mail_id: string, now: Date): Promise<boolean> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `update mail set status = 'queued', attempts = 0, next_attempt_at = ? where id = ? and status = 'failed' and last_error <> ? returning id`,
      [now, mail_id, ERASED],
    );
    return rows.length === 1;
  }

  /** The same for all that the mail server has not refused for good (5yz). Answers how many. */
  async queueAllAgain(now: Date, limit: number): Promise<number> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `update mail set status = 'queued', attempts = 0, next_attempt_at = ? where id in (
         select id from mail where status = 'failed' and last_error <> ? and last_error !~ ' 5[0-9]{2}$' order by id limit ? for update skip locked
       ) returning id`,
      [now, ERASED, limit],
    );
    return rows.length;
  }
}
