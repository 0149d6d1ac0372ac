import { type EntityData, type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/postgresql';
import { Checkout, type CheckoutRow } from '../entities/checkout.ts';
import { findOwned, type Owner } from './paging.ts';

export class CheckoutStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<CheckoutRow>): Promise<void> {
    await this.#em.qb(Checkout).insert(row).onConflict('id').ignore().execute('run');
  }

  async find(owner: Owner & { id: string }): Promise<CheckoutRow | null> {
    return await findOwned(this.#em, Checkout, owner);
  }

  async findById(id: string): Promise<CheckoutRow | null> {
    return await this.#em.findOne(Checkout, { id }, { disableIdentityMap: true });
  }

  async lock(id: string): Promise<CheckoutRow | null> {
    return await this.#em.findOne(Checkout, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  /** The form went out to the buyer's browser; of a checkout that is over nothing is noted. */
  async noteFormShown(id: string, form_shown_at: Date): Promise<void> {
    await this.#em.nativeUpdate(Checkout, { id, completed_at: null }, { form_shown_at });
  }

  async update(id: string, change: EntityData<CheckoutRow>): Promise<void> {
    await this.#em.nativeUpdate(Checkout, { id }, change);
  }
}
