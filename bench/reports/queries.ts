import type { Stores } from '../../db/stores/index.ts';
import type { AdministrationClient } from '../../local/postgres/client.ts';
import { chargeQuery, saleQuery } from '../../usecases/list-filters.ts';
import type { ChargePage, PurchasePage } from '../../usecases/list-types.ts';
import { idOf, MERCHANT, STEP, YEAR_START } from './fill.ts';

/** Through the stores where the product reads it, and by a client for what it does not. */
export type Query = { name: string; run: (stores: Stores, client: AdministrationClient) => Promise<unknown> };

const OWNER = { merchant_id: MERCHANT, mode: 'live' } as const;
const DAY_MS = 86_400_000;
const onDay = (number: number) => new Date(YEAR_START.getTime() + number * DAY_MS);
const dateOf = (number: number) => onDay(number).toISOString().slice(0, 10);

function report(name: string, [first, last]: [number, number], more: { isp?: 'alice'; document?: string } = {}): Query {
  const query = { from: dateOf(first), to: dateOf(last), isp: more.isp, document: more.document };
  return { name: `report of ${name}`, run: (stores) => stores.reports.counts(OWNER, query) };
}

function charges(name: string, page: Partial<ChargePage>): Query {
  return { name: `charges ${name}`, run: (stores) => stores.charges.list(OWNER, chargeQuery({ limit: 20, after: undefined, ...page })) };
}

function purchases(name: string, page: Partial<PurchasePage>): Query {
  return { name: `purchases ${name}`, run: (stores) => stores.purchases.list(OWNER, saleQuery({ limit: 20, after: undefined, ...page })) };
}

/** `size` only says where the middle of a list is. */
export const QUERIES = (size: number): Query[] => [
  report('31 days', [300, 330]),
  report('92 days', [250, 341]),
  report('31 days at one ISP', [300, 330], { isp: 'alice' }),
  report('31 days of one document', [300, 330], { document: idOf('doc', 1) }),
  charges('newest', {}),
  charges('after the middle one', { after: idOf('chg', (size / 2) * STEP) }),
  charges('at a rare ISP', { isp: 'alice' }),
  charges('declined', { status: 'declined' }),
  charges('in doubt, of which there are none', { status: 'in_doubt' }),
  charges('refunded wholly, of which there are none', { status: 'refunded' }),
  charges('refunded in part', { status: 'partly_refunded' }),
  charges('of a document with few', { document: idOf('doc', 5) }),
  charges('of a day half a year ago', { booked_from: onDay(180), booked_to: onDay(181) }),
  charges('of all year, after the middle one', { booked_from: onDay(0), after: idOf('chg', (size / 2) * STEP) }),
  charges('made in a month', { created_from: onDay(100), created_to: onDay(131) }),
  charges('of a month, at a rare ISP, declined', { booked_from: onDay(100), booked_to: onDay(131), isp: 'alice', status: 'declined' }),
  purchases('of a reference', { client_reference: 'order-500' }),
  purchases('in a month, declined', { created_from: onDay(100), created_to: onDay(131), status: 'declined' }),
  sumOfCharges('31 days', [300, 331]),
  sumOfCharges('92 days', [250, 342]),
];

/** What the report would be without its own tables; and this is but two of its figures. */
function sumOfCharges(name: string, [first, end]: [number, number]): Query {
  const sql = `select (booked_at at time zone 'Europe/Paris')::date as day, isp, period_index > 0 as is_renewal, count(*), sum(amount_cents)
    from charge where merchant_id = $1 and mode = $2 and booked_at >= $3 and booked_at < $4 and status = 'succeeded' group by 1, 2, 3`;
  const run: Query['run'] = (_stores, client) => client.query(sql, [OWNER.merchant_id, OWNER.mode, onDay(first), onDay(end)]);
  return { name: `for comparison: sums over the charges of ${name}`, run };
}
