import { makePayout } from '../billing/payouts.ts';
import type { GridRow } from '../db/entities/ledger.ts';
import type { PayoutLineRow, PayoutRow } from '../db/entities/payout.ts';
import type { Stores } from '../db/stores/index.ts';
import type { PayoutItem } from '../db/stores/payouts.ts';
import { ISPS } from '../domain/isps.ts';
import {
  type PayoutStatement,
  type PayoutStatementLine,
  type PayoutSummary,
  type PayoutTerms,
  settledBefore,
  settledBeforeOf,
} from '../domain/payouts.ts';
import { Refusal } from '../domain/refusals.ts';
import type { UseCaseContext } from './context.ts';
import type { BalanceView, PayoutItemView, PayoutUseCases } from './payout-types.ts';
import { notFound, ownerOf } from './scope.ts';

type Context = Pick<UseCaseContext, 'unitOfWork' | 'payout_terms' | 'now'>;

/** What a merchant is owed and was paid. */
export function createPayoutUseCases({ unitOfWork, payout_terms: terms, now }: Context): PayoutUseCases {
  return {
    async getBalance(scope) {
      const at = now();
      return await unitOfWork.snapshot(async (stores) => {
        const owner = ownerOf(scope);
        const untaken = await stores.payouts.untaken(owner, { settled_before: settledBeforeOf(at, terms), ends_at: at });
        const last = await stores.payouts.last(owner);
        const isps = ISPS.map((isp) => {
          const { pending_cents = 0n, available_cents = 0n } = untaken.find((each) => each.isp === isp) ?? {};
          return { isp, settlement_days: terms.settlement_days[isp], pending_cents, available_cents };
        });
        return { mode: scope.mode, at, ...sumOf(isps), carried_forward_cents: last?.carried_out_cents ?? 0n, isps };
      });
    },

    async listPayouts(scope, page) {
      const { rows, has_more } = await unitOfWork.read((stores) => stores.payouts.list(ownerOf(scope), page));
      return { data: rows.map(summaryOf), has_more };
    },

    async getPayout(scope, id) {
      return await unitOfWork.read(async (stores) => {
        const row = (await stores.payouts.find({ ...ownerOf(scope), id })) ?? notFound('payout', id);
        return await statementOf(stores, row);
      });
    },

    async listPayoutItems(scope, { payout, ...page }) {
      return await unitOfWork.read(async (stores) => {
        const row = (await stores.payouts.find({ ...ownerOf(scope), id: payout })) ?? notFound('payout', payout);
        const { rows, has_more } = await stores.payouts.items(row.id, page);
        return { data: rows.map(itemOf), has_more };
      });
    },

    async makeTestPayout(scope, { id, month }) {
      if (scope.mode === 'live') throw new Refusal('payout_in_live_mode', 'Months of live money are stated when they are over.');
      return await unitOfWork.transaction(async (stores) => {
        const made = await makePayout(stores, { id, owner: ownerOf(scope), month, terms, now: now() });
        if (made.status === 'nothing') throw new Refusal('payout_nothing_due', nothingDue(month, terms));
        return { payout: await statementOf(stores, made.payout), is_new: made.status === 'made' };
      });
    },
  };
}

function nothingDue(month: string, { settlement_days }: PayoutTerms): string {
  const days = ISPS.map((isp) => `${isp} ${settlement_days[isp]}`).join(', ');
  return `By the end of ${month} nothing is due that no statement has taken. Sales are due after so many days: ${days}.`;
}

function sumOf(isps: BalanceView['isps']): Pick<BalanceView, 'pending_cents' | 'available_cents'> {
  const sum = (part: 'pending_cents' | 'available_cents') => isps.reduce((total, each) => total + each[part], 0n);
  return { pending_cents: sum('pending_cents'), available_cents: sum('available_cents') };
}

/** With its lines and the rows of the grid that they name. */
export async function statementOf(stores: Stores, row: PayoutRow): Promise<PayoutStatement> {
  const lines = await stores.payouts.linesOf([row.id]);
  const rows = new Map<string, GridRow>();
  for (const id of new Set(lines.map(({ grid_row_id }) => grid_row_id))) rows.set(id, await stores.payoutGrid.get(id));
  const settlements = ISPS.map((isp) => {
    const settlement_days = row.settlement_days[isp];
    return { isp, settlement_days, settled_before: settledBefore(row.ends_at, settlement_days) };
  });
  return { ...summaryOf(row), settlements, lines: lines.map((line) => lineOf(line, rows)) };
}

export function summaryOf(row: PayoutRow): PayoutSummary {
  const { id, mode, merchant_id, merchant_name, month, number, ends_at, minimum_cents, created_at } = row;
  const { carried_in_cents, earned_cents, payout_cents, carried_out_cents } = row;
  const sums = { minimum_cents, carried_in_cents, earned_cents, payout_cents, carried_out_cents };
  return { id, mode, merchant_id, merchant_name, month, number, ends_at, ...sums, created_at };
}

function lineOf(row: PayoutLineRow, rows: ReadonlyMap<string, GridRow>): PayoutStatementLine {
  const { kind, isp, sale_kind, period, price_cents, grid_row_id, event_count, gross_cents, vat_cents } = row;
  const grid = rows.get(grid_row_id);
  if (!grid) throw new Error(`the grid has lost its row ${grid_row_id}`);
  const { merchant_share_bp, isp_fee_bp } = grid;
  const sold = { kind, isp, sale_kind, period: period ?? null, price_cents, grid_row: { id: grid_row_id, merchant_share_bp, isp_fee_bp } };
  const shares = { isp_fee_cents: row.isp_fee_cents, platform_cents: row.platform_cents, merchant_cents: row.merchant_cents };
  return { ...sold, count: event_count, gross_cents, vat_cents, ...shares };
}

function itemOf({ set_id, charge_id, refund_id, grid_row_id, ...item }: PayoutItem): PayoutItemView {
  return { ...item, id: set_id, charge: charge_id, refund: refund_id, grid_row: grid_row_id };
}
