import type { EntityManager } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import type { Account, Posting, PostingSetKind, Side } from '../../domain/postings.ts';
import type { Mode } from '../../domain/subscriptions.ts';
import { atOnce, insertion, type Write } from '../at-once.ts';
import { PostingSet, type PostingSetRow } from '../entities/ledger.ts';

export type NewPostingSet = {
  id: string;
  key: string;
  kind: PostingSetKind;
  mode: Mode;
  isp: Isp | null;
  merchant_id: string;
  charge_id?: string | undefined;
  refund_id?: string | undefined;
  payout_id?: string | undefined;
  occurred_at: Date;
  created_at: Date;
  postings: readonly Posting[];
};

export type PostedSet = PostingSetRow & { postings: Posting[] };
export type AccountTotals = { account: Account; debits_cents: bigint; credits_cents: bigint };

/** `told`: untaken and carried on. */
export type PayableDifference = { merchant_id: string; mode: Mode; posted_cents: bigint; told_cents: bigint };

/** What the ledger holds of one charge: its balances, and its sets with what each moves. */
export type PostedOfCharge = {
  balances: { account: Account; balance_cents: bigint }[];
  sets: { key: string; kind: PostingSetKind; amount_cents: bigint }[];
};

export class LedgerStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /**
   * Posts a set with its lines, in one statement. Where its key was posted before nothing is written. PostgreSQL refuses at commit what does
   * not balance (`posting_set_is_whole`).
   */
  async post(set: NewPostingSet): Promise<void> {
    await atOnce(this.#em, this.posting(set));
  }

  /** The same, to go out with other writes, of which none posts. */
  posting({ postings, ...set }: NewPostingSet): Write[] {
    const amount_cents = postings.reduce((sum, { side, amount_cents }) => (side === 'debit' ? sum + amount_cents : sum), 0n);
    const { charge_id = null, refund_id = null, payout_id = null } = set;
    const row = { ...set, charge_id, refund_id, payout_id, line_count: postings.length, amount_cents };
    const lines = postings.map(({ account, side, amount_cents }, index) => ({
      ...{ set_id: set.id, number: index + 1 },
      ...{ account, side, amount_cents },
    }));
    return [
      insertion('posting_set', [row], { once: ['key'] }),
      insertion('posting', lines, { made_with: { column: 'set_id', table: 'posting_set' } }),
    ];
  }

  async isPosted(key: string): Promise<boolean> {
    return (await this.#em.count(PostingSet, { key })) > 0;
  }

  /** What merchants' refunds have posted of a charge. What the ISP took for nothing is no part of it. */
  async refunded(charge_id: string): Promise<bigint> {
    const rows = await this.#em.execute<{ total: string }[]>(
      `select coalesce(sum(posting_set.amount_cents), 0)::text as total from posting_set join refund on refund.id = posting_set.refund_id
         where posting_set.charge_id = ? and source = 'merchant'`,
      [charge_id],
    );
    return BigInt(rows[0]?.total ?? '0');
  }

  /** Charges of which something happened that is not posted, as before there was a ledger. */
  async unposted(limit: number): Promise<string[]> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `select id from charge where status = 'succeeded' and not exists (select 1 from posting_set where key = 'charge:' || charge.id || ':succeeded')
       union select id from charge where status = 'in_doubt'
         and not exists (select 1 from posting_set where key = 'charge:' || charge.id || ':in_doubt:' || charge.attempt)
       union select charge_id from refund where status = 'succeeded' and not exists (select 1 from posting_set where key = 'refund:' || refund.id || ':succeeded')
       union select charge_id from refund where source = 'reconciliation'
         and not exists (select 1 from posting_set where key = 'payment:' || charge_id || ':' || payment_reference || ':taken')
       order by 1 limit ?`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** In the order in which they were posted. */
  async ofCharge(charge_id: string): Promise<PostedSet[]> {
    const sets = await this.#em.find(PostingSet, { charge_id }, { orderBy: { created_at: 'asc', id: 'asc' }, disableIdentityMap: true });
    const lines = await this.#lines(sets.map(({ id }) => id));
    return sets.map((set) => ({ ...set, postings: lines.get(set.id) ?? [] }));
  }

  async #lines(set_ids: string[]): Promise<Map<string, Posting[]>> {
    if (set_ids.length === 0) return new Map();
    const rows = await this.#em.execute<{ set_id: string; account: Account; side: Side; amount_cents: string }[]>(
      'select set_id, account, side, amount_cents::text from posting where set_id in (?) order by set_id, number',
      [set_ids],
    );
    return grouped(rows, (row) => [row.set_id, { account: row.account, side: row.side, amount_cents: BigInt(row.amount_cents) }]);
  }

  /** What each account was debited and credited, of what occurred before an instant; by name of the account. */
  async totals(mode: Mode, before: Date | undefined): Promise<AccountTotals[]> {
    const rows = await this.#em.execute<{ account: Account; debits: string; credits: string }[]>(
      `select account, coalesce(sum(posting.amount_cents) filter (where side = 'debit'), 0)::text as debits,
         coalesce(sum(posting.amount_cents) filter (where side = 'credit'), 0)::text as credits
       from posting_set join posting on posting.set_id = posting_set.id
       where mode = ? and occurred_at < coalesce(?::timestamptz, 'infinity') group by account order by account`,
      [mode, before ?? null],
    );
    return rows.map(({ account, debits, credits }) => ({ account, debits_cents: BigInt(debits), credits_cents: BigInt(credits) }));
  }

  /**
   * Merchants whose account is not what is on no statement yet and what their last statement carried on: of all money, in one statement and so
   * of one moment.
   */
  async payableDifferences(): Promise<PayableDifference[]> {
    const rows = await this.#em.execute<{ merchant_id: string; mode: Mode; posted: string; told: string }[]>(
      `with posted as (
         select merchant_id, mode, sum(case side when 'credit' then posting.amount_cents else -posting.amount_cents end) as cents
           from posting_set join posting on posting.set_id = posting_set.id and account = 'merchant_payable:' || merchant_id group by merchant_id, mode),
       told as (
         select merchant_id, mode, sum(cents) as cents from (
           select merchant_id, mode, merchant_cents as cents from payable where payout_id is null
           union all (select distinct on (merchant_id, mode) merchant_id, mode, carried_out_cents from payout order by merchant_id, mode, number desc)
         ) parts group by merchant_id, mode)
       select merchant_id, mode, coalesce(posted.cents, 0)::text as posted, coalesce(told.cents, 0)::text as told
         from posted full join told using (merchant_id, mode) where coalesce(posted.cents, 0) <> coalesce(told.cents, 0) order by merchant_id, mode`,
    );
    return rows.map(({ posted, told, ...row }) => ({ ...row, posted_cents: BigInt(posted), told_cents: BigInt(told) }));
  }

  /** What is posted of each of these charges; those of which nothing is posted are left out. */
  async posted(charge_ids: string[]): Promise<Map<string, PostedOfCharge>> {
    if (charge_ids.length === 0) return new Map();
    const balances = await this.#em.execute<{ charge_id: string; account: Account; balance: string }[]>(
      `select charge_id, account, sum(case side when 'debit' then posting.amount_cents else -posting.amount_cents end)::text as balance
       from posting_set join posting on posting.set_id = posting_set.id where charge_id in (?) group by charge_id, account`,
      [charge_ids],
    );
    const sets = await this.#em.execute<{ charge_id: string; key: string; kind: PostingSetKind; amount_cents: string }[]>(
      'select charge_id, key, kind, amount_cents::text from posting_set where charge_id in (?)',
      [charge_ids],
    );
    const balances_of = grouped(balances, (row) => [row.charge_id, { account: row.account, balance_cents: BigInt(row.balance) }]);
    const sets_of = grouped(sets, ({ charge_id, ...row }) => [charge_id, { ...row, amount_cents: BigInt(row.amount_cents) }]);
    return new Map([...sets_of].map(([id, of_charge]) => [id, { sets: of_charge, balances: balances_of.get(id) ?? [] }]));
  }
}

function grouped<Row, Value>(rows: readonly Row[], entryOf: (row: Row) => [string, Value]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = entryOf(row);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
