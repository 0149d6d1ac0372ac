import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/postgresql';
import { Consent, type ConsentRow, ConsentText, type ConsentTextRow } from '../entities/consent.ts';

export class ConsentStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Keeps a text once: its version is made of its words, so the same version is the same text. */
  async keepText(row: ConsentTextRow): Promise<void> {
    await this.#em.qb(ConsentText).insert(row).onConflict('version').ignore().execute('run');
  }

  async insert(row: RequiredEntityData<ConsentRow>): Promise<void> {
    await this.#em.insert(Consent, row);
  }

  async update(subscription_id: string, change: EntityData<ConsentRow>): Promise<void> {
    await this.#em.nativeUpdate(Consent, { subscription_id }, change);
  }

  /** Null for what was sold before consents were kept. */
  async find(subscription_id: string): Promise<{ consent: ConsentRow; text: ConsentTextRow | null } | null> {
    const consent = await this.#em.findOne(Consent, { subscription_id }, { disableIdentityMap: true });
    if (!consent) return null;
    const version = consent.text_version;
    return { consent, text: version ? await this.#em.findOneOrFail(ConsentText, { version }, { disableIdentityMap: true }) : null };
  }
}
