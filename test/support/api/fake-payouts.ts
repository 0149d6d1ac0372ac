import { ISPS } from '../../../domain/isps.ts';
import { type PayoutStatement, settledBefore } from '../../../domain/payouts.ts';
import { Refusal } from '../../../domain/refusals.ts';
import type { PayoutItemView, PayoutUseCases } from '../../../usecases/payout-types.ts';
import type { Scope } from '../../../usecases/types.ts';

const ends_at = new Date('2026-05-31T22:00:00Z');
const GRID = { id: 'grd_1', merchant_share_bp: 6_500, isp_fee_bp: 1_000 };

/** A merchant's name as nobody would choose it, but for what becomes of it. */
export const EVIL_NAME = '=1+1," <Journal>';

const BIG = { gross_cents: 123_456_600n, vat_cents: 20_576_100n, isp_fee_cents: 10_288_050n, platform_cents: 25_720_125n };

export const STATEMENT: PayoutStatement = {
  ...{ id: 'po_1', mode: 'test', merchant_id: 'mer_premium', merchant_name: EVIL_NAME, month: '2026-05', number: 2, ends_at },
  ...{ minimum_cents: 1_000n, carried_in_cents: 325n, earned_cents: 66_871_837n, payout_cents: 66_872_162n, carried_out_cents: 0n },
  created_at: new Date('2026-06-01T04:00:00Z'),
  settlements: ISPS.map((isp) => ({ isp, settlement_days: 45, settled_before: settledBefore(ends_at, 45) })),
  lines: [
    {
      ...{ kind: 'sales', isp: 'free', sale_kind: 'one_shot', period: null, price_cents: 600n, grid_row: GRID, count: 205_761 },
      ...{ ...BIG, merchant_cents: 66_872_325n },
    },
    {
      ...{ kind: 'clawbacks', isp: 'free', sale_kind: 'rebilling', period: 'month', price_cents: 1_000n, grid_row: GRID, count: 1 },
      ...{ gross_cents: -901n, vat_cents: -150n, isp_fee_cents: -75n, platform_cents: -188n, merchant_cents: -488n },
    },
  ],
};

const ITEM: PayoutItemView = {
  ...{ id: 'pst_1', kind: 'clawbacks', isp: 'free', charge: 'chg_1', refund: 'ref_1', reference: 'R', isp_reference: 'rfd_1' },
  ...{ grid_row: 'grd_1', occurred_at: new Date('2026-05-20T10:00:00Z') },
  ...{ gross_cents: -901n, vat_cents: -150n, isp_fee_cents: -75n, platform_cents: -188n, merchant_cents: -488n },
};

/** One statement, of the premium merchant's test data. */
export function fakePayoutUseCases(): PayoutUseCases {
  const stated = new Set([STATEMENT.month]);
  const isOwner = ({ merchant_id, mode }: Scope) => merchant_id === STATEMENT.merchant_id && mode === STATEMENT.mode;
  const only = (scope: Scope, id: string) => {
    if (!isOwner(scope) || id !== STATEMENT.id) throw new Refusal('not_found', `There is no ${id}.`);
    return STATEMENT;
  };
  return {
    getBalance: async ({ mode }) => ({
      ...{ mode, at: ends_at, pending_cents: 100n, available_cents: -250n, carried_forward_cents: 325n },
      isps: ISPS.map((isp) => ({ isp, settlement_days: 45, pending_cents: 25n, available_cents: isp === 'free' ? -250n : 0n })),
    }),
    listPayouts: async (scope) => ({ data: isOwner(scope) ? [STATEMENT] : [], has_more: false }),
    getPayout: async (scope, id) => only(scope, id),
    listPayoutItems: async (scope, { payout }) => ({ data: [{ ...ITEM, charge: only(scope, payout) && ITEM.charge }], has_more: false }),
    makeTestPayout: async (scope, { id, month }) => {
      if (scope.mode === 'live') throw new Refusal('payout_in_live_mode', 'Live months are stated when they are over.');
      if (month < '2026-01') throw new Refusal('payout_nothing_due', 'Nothing is due.');
      const is_new = !stated.has(month);
      stated.add(month);
      return { payout: { ...STATEMENT, id: is_new ? id : STATEMENT.id, month }, is_new };
    },
  };
}
