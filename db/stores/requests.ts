import { type EntityData, type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import { IdempotentRequest, type IdempotentRequestRow, IspNotification } from '../entities/request.ts';
import type { Owner } from './paging.ts';

export type RequestKey = Owner & { key: string };

export class RequestStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async lock(key: RequestKey): Promise<IdempotentRequestRow | null> {
    return await this.#em.findOne(IdempotentRequest, key, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  async update(key: RequestKey, change: EntityData<IdempotentRequestRow>): Promise<void> {
    await this.#em.nativeUpdate(IdempotentRequest, key, change);
  }

  async deleteBefore(created_before: Date): Promise<number> {
    return await this.#em.nativeDelete(IdempotentRequest, { created_at: { $lt: created_before } });
  }

  /** True where this notification is new. */
  async takeNotification(row: { isp: Isp; notification_id: string; type: string; received_at: Date }): Promise<boolean> {
    const result = await this.#em.qb(IspNotification).insert(row).onConflict(['isp', 'notification_id']).ignore().execute('run');
    return result.affectedRows === 1;
  }
}
