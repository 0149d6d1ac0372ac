import type { EntityManager } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import { type GridRow, PayoutGridRow } from '../entities/ledger.ts';

/** What of a charge decides its row: who sold what, by which ISP, at what price. */
export type ChargeSold = { isp: Isp; merchant_id: string; subscription_id?: string | null | undefined; amount_cents: bigint };

export class PayoutGridStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /**
   * The rows for what a charge sold, by the tier that the merchant has now, of all days. Read anew for each charge, since a row can be closed
   * at any time: one indexed query.
   */
  async forCharge({ isp, merchant_id, subscription_id, amount_cents }: ChargeSold): Promise<GridRow[]> {
    const rows = await this.#em.execute<GridRecord[]>(
      gridOf({
        isp: '?',
        kind: '?',
        period: '(select period from subscription where id = ?)',
        tier: '(select tier from merchant where id = ?)',
        amount_cents: '?',
      }),
      [isp, subscription_id ? 'rebilling' : 'one_shot', subscription_id ?? null, merchant_id, amount_cents, amount_cents],
    );
    return rows.map(gridRow);
  }

  async get(id: string): Promise<GridRow> {
    const rows = await this.#em.execute<GridRecord[]>(`select ${GRID_COLUMNS} from payout_grid_row where id = ?`, [id]);
    if (!rows[0]) throw new Error(`the payout grid has no row ${id}`);
    return gridRow(rows[0]);
  }

  /** Every row that ever was, oldest first. */
  async all(): Promise<GridRow[]> {
    const rows = await this.#em.execute<GridRecord[]>(`select ${GRID_COLUMNS} from payout_grid_row order by valid_from, created_at, id`);
    return rows.map(gridRow);
  }

  /** Keeps other imports out until the transaction ends; charges go on reading. */
  async lockForImport(): Promise<void> {
    await this.#em.execute('lock table payout_grid_row in share row exclusive mode');
  }

  async close(id: string, valid_to: string): Promise<void> {
    await this.#em.nativeUpdate(PayoutGridRow, { id }, { valid_to });
  }

  async insert(rows: GridRow[]): Promise<void> {
    if (rows.length > 0) await this.#em.insertMany(PayoutGridRow, rows);
  }

  /** By row, when the last live charge under it was booked. Test charges may lie on any day, as their clocks do. */
  async lastLiveCharges(): Promise<Map<string, Date>> {
    const rows = await this.#em.execute<{ grid_row_id: string; last: Date | string }[]>(
      `select grid_row_id, max(booked_at) as last from charge where mode = 'live' and grid_row_id is not null group by grid_row_id`,
    );
    return new Map(rows.map(({ grid_row_id, last }) => [grid_row_id, new Date(last)]));
  }
}

/** Days as text, and cents as text on their way to bigint. */
export const GRID_COLUMNS = `id, isp, kind, period, tier, price_from_cents::text, price_to_cents::text, merchant_share_bp, isp_fee_bp,
  valid_from::text, valid_to::text, created_at`;

/** The rows of all days for what was sold, by what stands in a statement for it; the amount stands there twice. */
export function gridOf({
  isp,
  kind,
  period,
  tier,
  amount_cents,
}: Record<'isp' | 'kind' | 'period' | 'tier' | 'amount_cents', string>): string {
  return `select ${GRID_COLUMNS} from payout_grid_row
    where isp = ${isp} and kind = ${kind} and period is not distinct from ${period} and tier = ${tier}
      and price_from_cents <= ${amount_cents} and price_to_cents >= ${amount_cents}`;
}

/** As a statement answers it. */
export type GridRecord = Omit<GridRow, 'price_from_cents' | 'price_to_cents' | 'created_at'> & {
  price_from_cents: string;
  price_to_cents: string;
  created_at: Date | string;
};

export function gridRow({ price_from_cents, price_to_cents, created_at, ...row }: GridRecord): GridRow {
  return {
    ...row,
    price_from_cents: BigInt(price_from_cents),
    price_to_cents: BigInt(price_to_cents),
    created_at: new Date(created_at),
  };
}
