import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/postgresql';
import { insertion, type Write } from '../at-once.ts';
import { Mail, type MailRow } from '../entities/mail.ts';

export class MailStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Queues a letter once per kind, subject and occasion. */
  async insert(row: RequiredEntityData<MailRow>): Promise<void> {
    await this.#em.qb(Mail).insert(row).onConflict(['kind', 'subject_id', 'occasion']).ignore().execute('run');
  }

  /** The same, to go out with other writes. */
  inserting(row: MailRow): Write {
    return insertion('mail', [row], { once: ['kind', 'subject_id', 'occasion'] });
  }

  async get(id: string): Promise<MailRow> {
    return await this.#em.findOneOrFail(Mail, { id }, { disableIdentityMap: true });
  }

  /** The letters about one purchase or subscription, in the order of their making. */
  async ofSubjects(subject_ids: string[]): Promise<MailRow[]> {
    return await this.#em.find(Mail, { subject_id: { $in: subject_ids } }, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }

  async update(id: string, change: EntityData<MailRow>): Promise<void> {
    await this.#em.nativeUpdate(Mail, { id }, change);
  }

  /** Forgets a letter that nobody is to get. */
  async remove(id: string): Promise<void> {
    await this.#em.nativeDelete(Mail, { id });
  }

  /** Letters about subscriptions of a clock that nobody has tried to send yet. */
  async untriedOnClock(test_clock_id: string): Promise<number> {
    const rows = await this.#em.execute<{ count: string }[]>(
      `select count(*) from mail join subscription on subscription.id = mail.subject_id
         where subscription.test_clock_id = ? and mail.status = 'queued' and mail.last_error is null`,
      [test_clock_id],
    );
    return Number(rows[0]?.count ?? 0);
  }
}
