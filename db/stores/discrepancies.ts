import type { EntityData, EntityManager, FilterQuery, RequiredEntityData } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import type { DiscrepancyKind } from '../../domain/reconciliation.ts';
import { Discrepancy, type DiscrepancyRow } from '../entities/reconciliation.ts';
import type { IspDay } from './reconciliations.ts';

export type DiscrepancyFilter = {
  isp?: Isp | undefined;
  day?: string | undefined;
  kind?: DiscrepancyKind | undefined;
  is_open?: boolean | undefined;
};

export class DiscrepancyStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<DiscrepancyRow>): Promise<void> {
    await this.#em.insert(Discrepancy, row);
  }

  async update(id: string, change: EntityData<DiscrepancyRow>): Promise<void> {
    await this.#em.nativeUpdate(Discrepancy, { id }, change);
  }

  async find(id: string): Promise<DiscrepancyRow | null> {
    return await this.#em.findOne(Discrepancy, { id }, { disableIdentityMap: true });
  }

  /** All of one day, resolved ones too. */
  async ofDay({ isp, day }: IspDay): Promise<DiscrepancyRow[]> {
    return await this.#em.find(Discrepancy, { isp, day }, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }

  /** Newest first; `after` is the last id of the page before. */
  async list(filter: DiscrepancyFilter, page: { limit: number; after?: string | undefined }): Promise<DiscrepancyRow[]> {
    const where = {
      ...(filter.isp && { isp: filter.isp }),
      ...(filter.day && { day: filter.day }),
      ...(filter.kind && { kind: filter.kind }),
      ...(filter.is_open === undefined ? {} : { resolved_at: filter.is_open ? null : { $ne: null } }),
      ...(page.after && { id: { $lt: page.after } }),
    } as FilterQuery<DiscrepancyRow>;
    return await this.#em.find(Discrepancy, where, { orderBy: { id: 'desc' }, limit: page.limit, disableIdentityMap: true });
  }

  /** Days since `since` on which something does not agree yet. */
  async openDays(isp: Isp, since: string): Promise<string[]> {
    const open = { isp, resolved_at: null, day: { $gte: since } } satisfies FilterQuery<DiscrepancyRow>;
    const rows = await this.#em.find(Discrepancy, open, { disableIdentityMap: true });
    return [...new Set(rows.map(({ day }) => day))];
  }

  /** True where it was open: of an operator and a run at once, the first decides. */
  async resolve(id: string, resolution: Pick<DiscrepancyRow, 'resolution' | 'resolved_at' | 'note'>): Promise<boolean> {
    return (await this.#em.nativeUpdate(Discrepancy, { id, resolved_at: null }, resolution)) === 1;
  }

  /** Resolves what is open about one subject, of any day. */
  async settle(
    about: Pick<DiscrepancyRow, 'isp' | 'kind' | 'subject'>,
    resolution: Pick<DiscrepancyRow, 'resolution' | 'resolved_at' | 'note'>,
  ): Promise<void> {
    await this.#em.nativeUpdate(Discrepancy, { ...about, resolved_at: null }, resolution);
  }

  async countOpen(): Promise<{ isp: Isp; kind: DiscrepancyKind; count: number }[]> {
    const rows = await this.#em.execute<{ isp: Isp; kind: DiscrepancyKind; count: string }[]>(
      'select isp, kind, count(*) as count from discrepancy where resolved_at is null group by isp, kind',
    );
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }
}
