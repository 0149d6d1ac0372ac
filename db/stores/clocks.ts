import { type EntityData, type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/postgresql';
import { TestClock, type TestClockRow } from '../entities/test-clock.ts';
import { findOwned, listOwned, type Owner, type PageQuery, type Rows } from './paging.ts';

export class ClockStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<TestClockRow>): Promise<void> {
    await this.#em.qb(TestClock).insert(row).onConflict('id').ignore().execute('run');
  }

  async find(owner: Owner & { id: string }): Promise<TestClockRow | null> {
    return await findOwned(this.#em, TestClock, owner);
  }

  async list(owner: Owner, page: PageQuery): Promise<Rows<TestClockRow>> {
    return await listOwned(this.#em, TestClock, { owner, page });
  }

  async get(id: string): Promise<TestClockRow> {
    return await this.#em.findOneOrFail(TestClock, { id }, { disableIdentityMap: true });
  }

  async lock(owner: Owner & { id: string }): Promise<TestClockRow | null> {
    const where = { id: owner.id, merchant_id: owner.merchant_id, mode: owner.mode };
    return await this.#em.findOne(TestClock, where, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  async update(id: string, change: EntityData<TestClockRow>): Promise<void> {
    await this.#em.nativeUpdate(TestClock, { id }, change);
  }

  /** Never backwards. */
  async moveTo(id: string, instant: Date): Promise<void> {
    await this.#em.nativeUpdate(TestClock, { id, now_at: { $lt: instant } }, { now_at: instant });
  }

  /** Only where it is still on its way there: whoever stood still meanwhile says nothing of the advance that came after. */
  async arrive(id: string, target_at: Date): Promise<void> {
    await this.#em.nativeUpdate(TestClock, { id, target_at, advancing: true }, { now_at: target_at, advancing: false });
  }

  /** Clocks whose advance has not arrived: the sweep makes sure that somebody works on each. */
  async advancing(): Promise<string[]> {
    const rows = await this.#em.execute<{ id: string }[]>('select id from test_clock where advancing');
    return rows.map((row) => row.id);
  }
}
