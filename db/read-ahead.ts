import type { Prepared, Run } from './database.ts';
import type { BuyerRow } from './entities/buyer.ts';
import type { ChargeRow } from './entities/charge.ts';
import type { DocumentRow } from './entities/document.ts';
import type { AheadOfOpening, AheadOfSelling, AheadOfSettling, Sold } from './stores/ahead.ts';
import { spentCents } from './stores/charges.ts';
import type { Owner } from './stores/paging.ts';
import { type GridRecord, gridOf, gridRow } from './stores/payout-grid.ts';

/** A charge that is to be opened: what is sold, which period of it, and the calendar month in which it counts. */
export type Opening = { kind: Sold['kind']; id: string; period_index: number | null; month: { start: Date; end: Date } } & Pace;

/** A charge whose answer is there, and what it was for. */
export type Settling = { kind: Sold['kind']; id: string; charge_id: string } & Pace;

/** A purchase that is to be written: under which document, and for which subscriber of which ISP. */
export type Selling = Owner & Pick<BuyerRow, 'isp' | 'subscriber_hash'> & { document_id: string } & Partial<Pace>;

/** Where nobody waits for a step it may wait for others. */
type Pace = { can_wait: boolean };

/**
 * What steps of one transaction need, read for all of them by two statements. Rows that somebody else has locked are passed over, so the
 * transaction waits for nobody; nothing is said of those, nor of a second one with the same subject or the same buyer: they go alone.
 * The second statement begins when the locks are held, so it sees what their last holders committed.
 */
export async function readAheadOfOpening(run: Run, openings: readonly Opening[]): Promise<(AheadOfOpening | undefined)[]> {
  const held = await hold<{ payer_is_held: boolean; key_wrapped: BuyerRow['key_wrapped'] }>(run, HOLD_WITH_BUYERS, openings);
  const payers = new Set<string>();
  const asked = openings.flatMap((opening, place) => {
    const sold = held[place];
    if (!sold?.row.payer_is_held || payers.has(sold.row.buyer_id)) return [];
    payers.add(sold.row.buyer_id);
    return [{ opening, sold, place }];
  });
  const found: (AheadOfOpening | undefined)[] = openings.map(() => undefined);
  if (asked.length === 0) return found;
  const rows = await run<{ place: number; is_begun: boolean; spent_cents: string }>(SPENT_BEFORE, [
    asked.map(({ opening }) => (opening.kind === 'purchase' ? opening.id : null)),
    asked.map(({ opening }) => (opening.kind === 'subscription' ? opening.id : null)),
    asked.map(({ opening }) => opening.period_index),
    asked.map(({ sold }) => sold.row.buyer_id),
    asked.map(({ sold }) => sold.row.mode),
    asked.map(({ opening }) => opening.month.start),
    asked.map(({ opening }) => opening.month.end),
  ]);
  for (const { place, is_begun, spent_cents } of rows) {
    const of = asked[place - 1];
    if (!of || is_begun) continue;
    const { period_index, month } = of.opening;
    const { sold } = of;
    found[of.place] = { sold, period_index, month, payer: { key_wrapped: sold.row.key_wrapped }, spent_cents: BigInt(spent_cents) };
  }
  return found;
}

export async function readAheadOfSettling(run: Run, settlings: readonly Settling[]): Promise<(AheadOfSettling | undefined)[]> {
  const held = await hold(run, HOLD, settlings);
  const asked = settlings.filter((_settling, place) => held[place] !== undefined);
  if (asked.length === 0) return settlings.map(() => undefined);
  const rows = await run<AnsweredRow>(ANSWERED, [asked.map(({ charge_id }) => charge_id)]);
  const answered = new Map(rows.map((row) => [row.id, row]));
  return settlings.map(({ charge_id }, place) => {
    const [sold, row] = [held[place], answered.get(charge_id)];
    if (!sold || !row) return undefined;
    const { grid, callback_url, callback_disabled_at, key_wrapped, ...charge } = row;
    return {
      sold,
      charge: withCents(charge),
      grid: grid.map(gridRow),
      callbacks: { callback_url, callback_disabled_at },
      payer: { key_wrapped },
    };
  });
}

/** The document is held for all, as by `DocumentStore.hold`. Of two sales to one new subscriber the second goes alone: it meets the row of the first. */
export async function readAheadOfSelling(run: Run, sellings: readonly Selling[]): Promise<(AheadOfSelling | undefined)[]> {
  const rows = await run<HeldTerms>(HOLD_TERMS, [
    sellings.map(({ document_id }) => document_id),
    sellings.map(({ merchant_id }) => merchant_id),
    sellings.map(({ mode }) => mode),
    sellings.map(({ isp }) => isp),
    sellings.map(({ subscriber_hash }) => subscriber_hash),
  ]);
  const found: (AheadOfSelling | undefined)[] = sellings.map(() => undefined);
  const newcomers = new Set<string>();
  for (const { place, buyer_id, key_wrapped, buyer_created_at, ...document } of rows) {
    const selling = sellings[place - 1];
    if (!selling) continue;
    const { isp, subscriber_hash } = selling;
    if (buyer_id === null) {
      const newcomer = `${isp} ${Buffer.from(subscriber_hash).toString('base64')}`;
      if (newcomers.has(newcomer)) continue;
      newcomers.add(newcomer);
    }
    const buyer = buyer_id === null ? null : { id: buyer_id, isp, subscriber_hash, key_wrapped, created_at: buyer_created_at };
    found[place - 1] = { selling, document: withCents(document), buyer };
  }
  return found;
}

type HeldTerms = DocumentRow & { place: number; buyer_id: string | null; buyer_created_at: Date } & Pick<BuyerRow, 'key_wrapped'>;

const HOLD_TERMS = {
  name: 'hold_terms',
  text: `with held as materialized (
      select * from document where id = any($1::text[]) order by id for share skip locked
    )
    select asked.place::int, held.*, b.id as buyer_id, b.key_wrapped, b.created_at as buyer_created_at
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[])
      with ordinality as asked (document_id, merchant_id, mode, isp, subscriber_hash, place)
    join held on held.id = asked.document_id and held.merchant_id = asked.merchant_id and held.mode = asked.mode
    left join buyer b on b.isp = asked.isp and b.subscriber_hash = asked.subscriber_hash`,
};

const HOLD: Record<Sold['kind'], Prepared> = {
  subscription: {
    name: 'hold_subscriptions',
    text: 'select * from subscription where id = any($1::text[]) order by id for update skip locked',
  },
  purchase: { name: 'hold_purchases', text: 'select * from purchase where id = any($1::text[]) order by id for update skip locked' },
};

/** The buyer's row for what is counted over all of a buyer's charges. Whoever holds both has locked what was sold first. */
const withBuyers = (table: string) => `with held as materialized (
    select * from ${table} where id = any($1::text[]) order by id for update skip locked
  ), payer as materialized (
    select id, key_wrapped from buyer where id in (select buyer_id from held) order by id for no key update skip locked
  )
  select held.*, payer.id is not null as payer_is_held, payer.key_wrapped from held left join payer on payer.id = held.buyer_id`;

const HOLD_WITH_BUYERS: Record<Sold['kind'], Prepared> = {
  subscription: { name: 'hold_subscriptions_with_buyers', text: withBuyers('subscription') },
  purchase: { name: 'hold_purchases_with_buyers', text: withBuyers('purchase') },
};

/** Each subject once, at the first place that asks for it. */
async function hold<More = unknown>(
  run: Run,
  statements: Record<Sold['kind'], Prepared>,
  wanted: readonly { kind: Sold['kind']; id: string }[],
): Promise<(undefined | (Sold & { row: More }))[]> {
  const held = new Map<string, Sold & { row: More }>();
  for (const kind of ['purchase', 'subscription'] as const) {
    const ids = new Set(wanted.filter((each) => each.kind === kind).map(({ id }) => id));
    if (ids.size === 0) continue;
    const rows = await run<{ id: string }>(statements[kind], [[...ids]]);
    for (const row of rows) held.set(row.id, { kind, row: withCents(row) } as unknown as Sold & { row: More });
  }
  return wanted.map(({ id }) => {
    const sold = held.get(id);
    held.delete(id);
    return sold;
  });
}

/** What the driver leaves as text, since a JavaScript number may be too short for it. */
function withCents<Row extends object>(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, column.endsWith('_cents') && typeof value === 'string' ? BigInt(value) : value]),
  ) as Row;
}

/** Whether there is a charge already, and what the buyer has spent in the month. */
const SPENT_BEFORE = {
  name: 'spent_before',
  text: `select asked.place::int,
      exists (select 1 from charge c where c.purchase_id = asked.purchase_id)
        or exists (select 1 from charge c where c.subscription_id = asked.subscription_id and c.period_index = asked.period_index) as is_begun,
      (${spentCents({ buyer_id: 'asked.buyer_id', mode: 'asked.mode', start: 'asked.month_start', end: 'asked.month_end' })}) as spent_cents
    from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
      with ordinality as asked (purchase_id, subscription_id, period_index, buyer_id, mode, month_start, month_end, place)`,
};

type AnsweredRow = ChargeRow &
  Pick<DocumentRow, 'callback_url' | 'callback_disabled_at'> &
  Pick<BuyerRow, 'key_wrapped'> & { grid: GridRecord[] };

const GRID = gridOf({
  isp: 'c.isp',
  kind: "case when c.subscription_id is null then 'one_shot' else 'rebilling' end",
  period: 's.period',
  tier: 'm.tier',
  amount_cents: 'c.amount_cents',
});

/** A charge with what its success is written down with. */
const ANSWERED = {
  name: 'answered_charges',
  text: `select c.*, d.callback_url, d.callback_disabled_at, b.key_wrapped,
      (select coalesce(json_agg(g), '[]') from (${GRID}) g) as grid
    from charge c
    join document d on d.id = c.document_id
    join buyer b on b.id = c.buyer_id
    join merchant m on m.id = c.merchant_id
    left join subscription s on s.id = c.subscription_id
    where c.id = any($1::text[])`,
};
