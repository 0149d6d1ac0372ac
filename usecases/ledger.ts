import { postMissing } from '../billing/ledger.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { GridRow } from '../db/entities/ledger.ts';
import type { Stores } from '../db/stores/index.ts';
import type { AccountTotals, PayableDifference, PostedSet } from '../db/stores/ledger.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import { ledgerDifferences } from '../domain/ledger-check.ts';
import { Refusal } from '../domain/refusals.ts';
import { dayBounds } from '../domain/statements.ts';
import type { Mode } from '../domain/subscriptions.ts';

export type TrialBalance = { accounts: AccountTotals[]; debits_cents: bigint; credits_cents: bigint };

export type ChargeInLedger = { charge: ChargeRow; row: GridRow | undefined; sets: PostedSet[] };

export type Verification = {
  charges: number;
  /** Of charges that do not agree, with what does not. */
  differences: { charge: string; differences: string[] }[];
  /** More charges differ than are listed. */
  has_more: boolean;
  /** By mode: debits less credits of the whole ledger, which is nothing. */
  sums: { mode: Mode; balance_cents: bigint }[];
  /** Merchants who are owed something else than what no statement has taken and what the last one carried on. */
  merchants: PayableDifference[];
};

export type LedgerUseCases = {
  /** What each account was debited and credited up to the end of a day in Paris, or so far. */
  trialBalance(filter: { mode: Mode; at?: string | undefined }): Promise<TrialBalance>;
  /** All that was posted of one charge. Refuses with not_found. */
  ledgerOfCharge(charge_id: string): Promise<ChargeInLedger>;
  /** Computes what the ledger should hold of every charge, and compares. Reads while money moves: each charge is compared in one snapshot. */
  verifyLedger(): Promise<Verification>;
  /** Posts what is missing, as of charges from before there was a ledger; safe to repeat. Answers of how many charges something was. */
  postMissing(): Promise<number>;
};

const CHARGES_AT_ONCE = 1_000;
const LISTED_MAX = 100;

export function createLedgerUseCases({ unitOfWork, now }: { unitOfWork: UnitOfWork; now: () => Date }): LedgerUseCases {
  return {
    async trialBalance({ mode, at }) {
      return await unitOfWork.read((stores) => trialBalance(stores, { mode, before: at === undefined ? undefined : dayBounds(at).end }));
    },

    async ledgerOfCharge(charge_id) {
      return await unitOfWork.read(async (stores) => {
        const charge = await stores.charges.findAny(charge_id);
        if (!charge) throw new Refusal('not_found', `There is no charge ${charge_id}.`);
        const row = charge.grid_row_id ? await stores.payoutGrid.get(charge.grid_row_id) : undefined;
        return { charge, row, sets: await stores.ledger.ofCharge(charge_id) };
      });
    },

    async verifyLedger() {
      const verification: Verification = { charges: 0, differences: [], has_more: false, sums: [], merchants: [] };
      for (let after = ''; ; ) {
        const page = await unitOfWork.snapshot((stores) => verifyPage(stores, after));
        verification.charges += page.charges;
        verification.differences.push(...page.differences);
        if (page.last === undefined) break;
        after = page.last;
      }
      verification.has_more = verification.differences.length > LISTED_MAX;
      verification.differences.splice(LISTED_MAX);
      for (const mode of ['live', 'test'] as const) {
        const { debits_cents, credits_cents } = await unitOfWork.read((stores) => trialBalance(stores, { mode, before: undefined }));
        verification.sums.push({ mode, balance_cents: debits_cents - credits_cents });
      }
      verification.merchants = await unitOfWork.read((stores) => stores.ledger.payableDifferences());
      return verification;
    },

    async postMissing() {
      const posted = new Set<string>();
      for (;;) {
        const ids = await unitOfWork.read((stores) => stores.ledger.unposted(CHARGES_AT_ONCE));
        const fresh = ids.filter((id) => !posted.has(id));
        // What is found again could not be posted: it is for `verifyLedger` to tell.
        if (fresh.length === 0) return posted.size;
        for (const id of fresh) {
          await unitOfWork.transaction((stores) => postMissing(stores, id, now()));
          posted.add(id);
        }
      }
    },
  };
}

async function trialBalance(stores: Stores, { mode, before }: { mode: Mode; before: Date | undefined }): Promise<TrialBalance> {
  const accounts = await stores.ledger.totals(mode, before);
  const sum = (side: 'debits_cents' | 'credits_cents') => accounts.reduce((total, account) => total + account[side], 0n);
  return { accounts, debits_cents: sum('debits_cents'), credits_cents: sum('credits_cents') };
}

type Page = Pick<Verification, 'charges' | 'differences'> & { last: string | undefined };

async function verifyPage(stores: Stores, after: string): Promise<Page> {
  const charges = await stores.charges.page({ after, limit: CHARGES_AT_ONCE });
  const ids = charges.map(({ id }) => id);
  const posted = await stores.ledger.posted(ids);
  const refunds = Map.groupBy(await stores.refunds.ofCharges(ids), ({ charge_id }) => charge_id);
  const rows = new Map((await stores.payoutGrid.all()).map((row) => [row.id, row]));
  const differences = charges.flatMap(({ id, status, amount_cents, isp, merchant_id, grid_row_id }) => {
    const shares = grid_row_id ? (rows.get(grid_row_id) ?? null) : null;
    const checked = { id, status, amount_cents, parties: { isp, merchant_id, shares }, refunds: refunds.get(id) ?? [] };
    const found = ledgerDifferences(checked, posted.get(id) ?? { sets: [], balances: [] });
    return found.length === 0 ? [] : [{ charge: id, differences: found }];
  });
  return { charges: charges.length, differences, last: charges.length < CHARGES_AT_ONCE ? undefined : ids.at(-1) };
}
