import type { EntityData, EntityManager } from '@mikro-orm/postgresql';
import { ConsoleSession, type ConsoleSessionRow, ConsoleSignIn, type ConsoleSignInRow } from '../entities/console.ts';

/** Links and sessions of the merchant console. */
export class ConsoleStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insertSignIn(row: ConsoleSignInRow): Promise<void> {
    await this.#em.insert(ConsoleSignIn, row);
  }

  /** Links that were asked for with this address since then. Who asks for more at the same time waits for this transaction. */
  async countSignIns(email_hash: Uint8Array, since: Date): Promise<number> {
    await this.#em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`sign_in ${Buffer.from(email_hash).toString('hex')}`]);
    return await this.#em.count(ConsoleSignIn, { email_hash, created_at: { $gte: since } });
  }

  async findSignIn(id: string): Promise<ConsoleSignInRow | null> {
    return await this.#em.findOne(ConsoleSignIn, { id }, { disableIdentityMap: true });
  }

  /** The link of this token where it can still be used. */
  async openSignIn(token_hash: Uint8Array, now: Date): Promise<ConsoleSignInRow | null> {
    return await this.#em.findOne(ConsoleSignIn, { token_hash, used_at: null, expires_at: { $gt: now } }, { disableIdentityMap: true });
  }

  /** Uses a link up. True for one caller only, however many come at once. */
  async useSignIn(id: string, now: Date): Promise<boolean> {
    return (await this.#em.nativeUpdate(ConsoleSignIn, { id, used_at: null, expires_at: { $gt: now } }, { used_at: now })) === 1;
  }

  async insertSession(row: ConsoleSessionRow): Promise<void> {
    await this.#em.insert(ConsoleSession, row);
  }

  /** The session of this token where it is neither over nor has lain unused since `seen_after`. */
  async openSession(token_hash: Uint8Array, at: { now: Date; seen_after: Date }): Promise<ConsoleSessionRow | null> {
    const where = { token_hash, expires_at: { $gt: at.now }, seen_at: { $gt: at.seen_after } };
    return await this.#em.findOne(ConsoleSession, where, { disableIdentityMap: true });
  }

  async updateSession(id: string, change: EntityData<ConsoleSessionRow>): Promise<void> {
    await this.#em.nativeUpdate(ConsoleSession, { id }, change);
  }

  async deleteSession(token_hash: Uint8Array): Promise<void> {
    await this.#em.nativeDelete(ConsoleSession, { token_hash });
  }

  /** All sessions of one person, in whatever browser. */
  async deleteSessionsOf(email_hash: Uint8Array): Promise<void> {
    await this.#em.nativeDelete(ConsoleSession, { email_hash });
  }

  /** Forgets links that were asked for before `asked_before`, and sessions that are over. */
  async forget(times: { asked_before: Date; now: Date }): Promise<void> {
    await this.#em.nativeDelete(ConsoleSignIn, { created_at: { $lt: times.asked_before } });
    await this.#em.nativeDelete(ConsoleSession, { expires_at: { $lt: times.now } });
  }

  /** Whether a merchant has anything to see in live mode: a key or a document. */
  async hasLive(merchant_id: string): Promise<boolean> {
    const rows = await this.#em.execute<{ has_live: boolean }[]>(
      `select exists (select 1 from api_key where merchant_id = ? and mode = 'live')
         or exists (select 1 from document where merchant_id = ? and mode = 'live') as has_live`,
      [merchant_id, merchant_id],
    );
    return rows[0]?.has_live ?? false;
  }
}
