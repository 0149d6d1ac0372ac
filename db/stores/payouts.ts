import type { EntityManager } from '@mikro-orm/postgresql';
import { ISPS, type Isp } from '../../domain/isps.ts';
import type { Period } from '../../domain/offers.ts';
import type { SaleKind } from '../../domain/payout-grid.ts';
import type { PayoutLineKind, SettledBefore } from '../../domain/payouts.ts';
import type { Mode } from '../../domain/subscriptions.ts';
import { Payout, PayoutLine, type PayoutLineRow, type PayoutRow } from '../entities/payout.ts';
import { findOwned, listOwned, type Owner, type PageQuery, type Rows } from './paging.ts';

/** What a statement says of one price under one row of the grid. */
export type LineSums = {
  kind: PayoutLineKind;
  isp: Isp;
  sale_kind: SaleKind;
  period: Period | null;
  price_cents: bigint;
  grid_row_id: string;
  event_count: number;
  gross_cents: bigint;
  vat_cents: bigint;
  isp_fee_cents: bigint;
  platform_cents: bigint;
  merchant_cents: bigint;
};

/** What no statement has taken, of one ISP. */
export type Untaken = { isp: Isp; pending_cents: bigint; available_cents: bigint };

/** One sale or refund of a statement, with its parts. */
export type PayoutItem = {
  set_id: string;
  kind: PayoutLineKind;
  isp: Isp;
  charge_id: string;
  refund_id: string | null;
  reference: string;
  isp_reference: string;
  grid_row_id: string;
  occurred_at: Date;
  gross_cents: bigint;
  vat_cents: bigint;
  isp_fee_cents: bigint;
  platform_cents: bigint;
  merchant_cents: bigint;
};

/** A run adds up all of a merchant's month in a few statements. */
const RUN_STATEMENT_LIMIT_MS = 15 * 60_000;

export class PayoutStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** One run at a time for a merchant; its sales, which refer to it, go on. Undefined where there is no such merchant. */
  async lockMerchant(merchant_id: string): Promise<{ name: string } | undefined> {
    await this.#em.execute(`set local statement_timeout = ${RUN_STATEMENT_LIMIT_MS}`);
    const rows = await this.#em.execute<{ name: string }[]>('select name from merchant where id = ? for no key update', [merchant_id]);
    return rows[0];
  }

  async merchants(): Promise<string[]> {
    const rows = await this.#em.execute<{ id: string }[]>('select id from merchant order by id');
    return rows.map(({ id }) => id);
  }

  async find(owner: Owner & { id: string }): Promise<PayoutRow | null> {
    return await findOwned(this.#em, Payout, owner);
  }

  /** Whoever it belongs to: for operators. */
  async findAny(id: string): Promise<PayoutRow | null> {
    return await this.#em.findOne(Payout, { id }, { disableIdentityMap: true });
  }

  async ofMonth(owner: Owner, month: string): Promise<PayoutRow | null> {
    return await this.#em.findOne(Payout, { ...owner, month }, { disableIdentityMap: true });
  }

  /** The one that the next one carries on. */
  async last(owner: Owner): Promise<PayoutRow | null> {
    return await this.#em.findOne(Payout, { ...owner }, { orderBy: { number: 'desc' }, disableIdentityMap: true });
  }

  async list(owner: Owner, page: PageQuery): Promise<Rows<PayoutRow>> {
    return await listOwned(this.#em, Payout, { owner, page });
  }

  /** Of all merchants, newest first. */
  async listAny(filter: { month?: string | undefined; merchant_id?: string | undefined; mode: Mode }, limit: number): Promise<PayoutRow[]> {
    const where = {
      mode: filter.mode,
      ...(filter.month === undefined ? {} : { month: filter.month }),
      ...(filter.merchant_id === undefined ? {} : { merchant_id: filter.merchant_id }),
    };
    return await this.#em.find(Payout, where, { orderBy: { id: 'desc' }, limit, disableIdentityMap: true });
  }

  async linesOf(payout_ids: readonly string[]): Promise<PayoutLineRow[]> {
    if (payout_ids.length === 0) return [];
    const where = { payout_id: { $in: [...payout_ids] } };
    return await this.#em.find(PayoutLine, where, { orderBy: { payout_id: 'asc', number: 'asc' }, disableIdentityMap: true });
  }

  /**
   * Takes into a statement every sale that its ISP has settled, and every refund before `ends_at` of a sale that was taken, now or earlier.
   * What is posted meanwhile is left for the next one, whatever instant it bears.
   */
  async take(payout_id: string, { merchant_id, mode }: Owner, { settled_before, ends_at }: Until): Promise<void> {
    for (const isp of ISPS) {
      await this.#em.execute(
        `update payable set payout_id = ? where merchant_id = ? and mode = ? and isp = ? and occurred_at < ?
           and payout_id is null and refund_id is null`,
        [payout_id, merchant_id, mode, isp, settled_before[isp]],
      );
    }
    await this.#em.execute(
      `update payable set payout_id = ? where merchant_id = ? and mode = ? and occurred_at < ? and payout_id is null and refund_id is not null
         and exists (select 1 from payable sale where sale.charge_id = payable.charge_id and sale.refund_id is null and sale.payout_id is not null)`,
      [payout_id, merchant_id, mode, ends_at],
    );
  }

  /** What a statement took, added up from the postings: in PostgreSQL, however many they are. */
  async sums(payout_id: string): Promise<LineSums[]> {
    const rows = await this.#em.execute<SumsRecord[]>(
      `select ${KIND} as kind, payable.isp, case when charge.purchase_id is null then 'rebilling' else 'one_shot' end as sale_kind,
         subscription.period, charge.amount_cents::text as price_cents, charge.grid_row_id,
         count(*) filter (where posting.number = 1)::int as event_count, ${PARTS}
       ${TAKEN} where payable.payout_id = ? group by 1, 2, 3, 4, charge.amount_cents, 6 order by 1 desc, 2, 3, 4, charge.amount_cents, 6`,
      [payout_id],
    );
    return rows.map(({ price_cents, ...row }) => ({ ...withParts(row), price_cents: BigInt(price_cents) }));
  }

  async insert(row: PayoutRow, lines: readonly LineSums[]): Promise<void> {
    await this.#em.insert(Payout, row);
    if (lines.length > 0) {
      await this.#em.insertMany(
        PayoutLine,
        lines.map((line, index) => ({ ...line, payout_id: row.id, number: index + 1 })),
      );
    }
  }

  /** Sales and refunds of a statement, in the order in which they were posted; `after` is the last set of the page before. */
  async items(payout_id: string, { limit, after = '' }: PageQuery): Promise<Rows<PayoutItem>> {
    const rows = await this.#em.execute<ItemRecord[]>(
      `select payable.set_id, ${KIND} as kind, payable.isp, payable.charge_id, payable.refund_id, charge.reference,
         coalesce(refund.isp_reference, charge.isp_reference) as isp_reference, charge.grid_row_id, payable.occurred_at, ${PARTS}
       ${TAKEN} left join refund on refund.id = payable.refund_id
       where payable.set_id in (select set_id from payable where payout_id = ? and set_id > ? order by set_id limit ?)
       group by payable.set_id, sale.payout_id, charge.id, refund.id order by payable.set_id`,
      [payout_id, after, limit + 1],
    );
    const items = rows.map((row) => ({ ...withParts(row), occurred_at: new Date(row.occurred_at) }));
    return { rows: items.slice(0, limit), has_more: items.length > limit };
  }

  /** What no statement has taken, by ISP: available where a run at `ends_at` would take it, pending otherwise. */
  async untaken({ merchant_id, mode }: Owner, { settled_before, ends_at }: Until): Promise<Untaken[]> {
    const settled = ISPS.map(() => '(?, ?::timestamptz)').join(', ');
    const rows = await this.#em.execute<{ isp: Isp; pending: string; available: string }[]>(
      `with settled (isp, before) as (values ${settled}),
       untaken as (
         select payable.isp, merchant_cents, occurred_at < settled.before as is_due from payable join settled on settled.isp = payable.isp
           where merchant_id = ? and mode = ? and payout_id is null and refund_id is null
         union all
         select payable.isp, payable.merchant_cents,
             payable.occurred_at < ? and (sale.payout_id is not null or sale.occurred_at < settled.before) as is_due
           from payable join settled on settled.isp = payable.isp join payable sale on sale.charge_id = payable.charge_id and sale.refund_id is null
           where payable.merchant_id = ? and payable.mode = ? and payable.payout_id is null and payable.refund_id is not null)
       select isp, coalesce(sum(merchant_cents) filter (where not is_due), 0)::text as pending,
         coalesce(sum(merchant_cents) filter (where is_due), 0)::text as available from untaken group by isp`,
      [...ISPS.flatMap((isp) => [isp, settled_before[isp]]), merchant_id, mode, ends_at, merchant_id, mode],
    );
    return rows.map(({ isp, pending, available }) => ({ isp, pending_cents: BigInt(pending), available_cents: BigInt(available) }));
  }
}

/** `settled_before`: sales before it are settled, by ISP. `ends_at`: refunds before it are looked at. */
export type Until = { settled_before: SettledBefore; ends_at: Date };

/** A refund of a sale that another statement took is a clawback. */
const KIND = `case when payable.refund_id is null then 'sales' when sale.payout_id = payable.payout_id then 'refunds' else 'clawbacks' end`;

/** One row for each line of the ledger. */
const TAKEN = `from payable join posting on posting.set_id = payable.set_id join charge on charge.id = payable.charge_id
  left join payable sale on payable.refund_id is not null and sale.charge_id = payable.charge_id and sale.refund_id is null
  left join subscription on subscription.id = charge.subscription_id`;

const CREDITS = `sum(case side when 'credit' then posting.amount_cents else -posting.amount_cents end)`;
const of = (account: string, sign = '') => `${sign}coalesce(${CREDITS} filter (where ${account}), 0)`;

/** The platform bears the ISP's fee: what is left to it is its part less that. */
const PARTS = [
  `(${of("account like 'isp\\_receivable:%' or account like 'isp\\_fees:%'", '-')})::text as gross`,
  `(${of("account = 'vat_collected'")})::text as vat`,
  `(${of("account like 'isp\\_fees:%'", '-')})::text as isp_fee`,
  `(${of("account = 'platform_revenue' or account like 'refunds:%' or account like 'isp\\_fees:%'")})::text as platform`,
  `(${of("account like 'merchant\\_payable:%'")})::text as merchant`,
].join(', ');

type PartsRecord = { gross: string; vat: string; isp_fee: string; platform: string; merchant: string };

function withParts<Row extends PartsRecord>({ gross, vat, isp_fee, platform, merchant, ...row }: Row) {
  const parts = { gross_cents: BigInt(gross), vat_cents: BigInt(vat), isp_fee_cents: BigInt(isp_fee) };
  return { ...row, ...parts, platform_cents: BigInt(platform), merchant_cents: BigInt(merchant) };
}

type SumsRecord = PartsRecord & Omit<LineSums, `${string}_cents`> & { price_cents: string };

type ItemRecord = PartsRecord & Omit<PayoutItem, `${string}_cents` | 'occurred_at'> & { occurred_at: Date | string };
