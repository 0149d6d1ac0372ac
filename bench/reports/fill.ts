import type { AdministrationClient } from '../../local/postgres/client.ts';

export const MERCHANT = 'mer_bench';
export const YEAR_START = new Date('2025-11-01T00:00:00Z');
const YEAR_SECONDS = 365 * 86_400;

/** Ids that sort by their number, as ours do by their time. */
export const STEP = 2;
export const idOf = (prefix: string, number: number) => `${prefix}_${String(Math.floor(number)).padStart(26, '0')}`;
const sqlId = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;

/**
 * A year of one merchant with this many charges, and of another with a tenth of them: a fifth one-shot purchases, the others eight periods
 * each of subscriptions; of a hundred charges five are refused and four recovered, two are refunded, and of ten subscriptions three end.
 * Two hundred of the charges belong to a document of their own.
 */
export async function fill(client: AdministrationClient, size: number): Promise<void> {
  await client.query("set timezone to 'UTC'; set synchronous_commit to off");
  await client.query(PEOPLE(size));
  const theirs = { merchant: 'mer_other', count: Math.ceil(size / 10), step: 10 * STEP, offset: 1 };
  for (const filling of [{ merchant: MERCHANT, count: size, step: STEP, offset: 0 }, theirs]) {
    await client.query(SALES(filling));
    await client.query(CHARGES(filling));
  }
  await client.query(REFUNDS);
  await client.query(`update subscription set status = 'ended', ended_at = created_at + interval '200 days', end_reason = 'unsubscribed',
    next_charge_at = null where right(id, 2)::int % 20 in (4, 5, 10, 11, 16, 17)`);
}

const PEOPLE = (size: number) => `
  insert into merchant (id, name, tier, created_at) select id, id, 'premium', now() from unnest(array['${MERCHANT}', 'mer_other']) as id;
  insert into document (id, merchant_id, mode, kind, name, site_url, locale, price_cents, max_codes, created_at, updated_at)
    select ${sqlId('doc', 'n')}, '${MERCHANT}', 'live', case when n in (0, 5) then 'one_shot' else 'rebilling' end, 'Le Journal', 'https://journal.example', 'fr', 300, 10, now(), now()
      from generate_series(0, 5) n;
  insert into offer (id, document_id, period, price_cents, position) values ('off_bench', ${sqlId('doc', '1')}, 'month', 1000, 0);
  insert into buyer (id, isp, subscriber_hash, created_at)
    select ${sqlId('buy', 'n')}, 'orange', sha256(n::text::bytea), now() from generate_series(0, ${Math.ceil(size / 10)}) n;`;

/** The ids of the two lie between each other, as do the days of their sales. */
type Filling = { merchant: string; count: number; step: number; offset: number };

const ISP = `case when n % 100 < 40 then 'orange' when n % 100 < 70 then 'free' when n % 100 < 97 then 'sfr' else 'alice' end`;
const number = ({ step, offset }: Filling, n: string) => `(${n}) * ${step} + ${offset}`;
const at = ({ count }: Filling) => `timestamptz '${YEAR_START.toISOString()}' + n * interval '1 second' * ${YEAR_SECONDS / count}`;
const buyers = ({ count }: Filling) => Math.ceil(count / 20);
const subscriptions = ({ count }: Filling) => Math.ceil(count / 10);

const SALES = (of: Filling) => `
  insert into purchase (id, reference, merchant_id, mode, document_id, buyer_id, isp, quantity, unit_price_cents, amount_cents, locale, client_reference,
      email_sealed, token_hash, status, created_at, completed_at)
    select ${sqlId('pur', number(of, 'n'))}, 'P' || ${number(of, 'n')}, '${of.merchant}', 'live', case when n % 5000 = 0 then ${sqlId('doc', '5')} else ${sqlId('doc', '0')} end,
        ${sqlId('buy', `n % ${buyers(of)}`)}, ${ISP}, 1, 300, 300, 'fr', 'order-' || n, '', sha256(('p' || ${number(of, 'n')})::bytea),
        case when n % 100 = 5 then 'declined' else 'completed' end, ${at(of)}, ${at(of)}
      from generate_series(0, ${of.count - 1}, 5) n;
  insert into subscription (id, reference, merchant_id, mode, document_id, offer_id, buyer_id, isp, period, price_cents, locale, client_reference, email_sealed,
      token_hash, unsubscribe_token_hash, status, anchor_at, paid_index, paid_until, next_index, next_charge_at, event_sequence, updated_at, created_at)
    select ${sqlId('sub', number(of, 'n'))}, 'S' || ${number(of, 'n')}, '${of.merchant}', 'live', ${sqlId('doc', '1 + n % 4')}, 'off_bench', ${sqlId('buy', `n % ${buyers(of)}`)}, ${ISP}, 'month', 1000, 'fr',
        'reader-' || n, '', sha256(('s' || ${number(of, 'n')})::bytea), sha256(('u' || ${number(of, 'n')})::bytea), 'active', ${at(of)}, 7, now(), 8, now(), 8, now(), ${at(of)}
      from generate_series(0, ${subscriptions(of) - 1}) n;`;

const CHARGES = (of: Filling) => `
  insert into charge (id, key, reference, merchant_id, mode, document_id, buyer_id, purchase_id, subscription_id, period_index, period_start, period_end, isp, amount_cents,
      refund_reserved_cents, refunded_cents, status, attempt, isp_reference, decline_reason, due_at, sent_at, settled_at, booked_at, doubt_looks, created_at)
    select ${sqlId('chg', number(of, 'n'))}, coalesce(subscription_id || ':' || period_index, purchase_id), 'C' || ${number(of, 'n')}, '${of.merchant}', 'live',
        coalesce(subscription.document_id, purchase.document_id), coalesce(subscription.buyer_id, purchase.buyer_id), purchase_id, subscription_id, period_index,
        moment, moment + interval '1 month', ${ISP}, case when purchase_id is null then 1000 else 300 end,
        case when n % 50 = 1 then 300 else 0 end, case when n % 50 = 1 then 300 else 0 end, case when n % 20 = 7 then 'declined' else 'succeeded' end,
        case when n % 25 = 2 then 2 else 1 end, case when n % 20 = 7 then null else 'isp-' || ${number(of, 'n')} end, case when n % 20 = 7 then 'insufficient_ceiling' end,
        moment, moment, case when n % 20 = 7 then null else moment end, moment, 0, moment
      from (select n, ${at(of)} as moment, case when n % 5 = 0 then ${sqlId('pur', number(of, 'n'))} end as purchase_id,
          case when n % 5 <> 0 then ${sqlId('sub', number(of, `place % ${subscriptions(of)}`))} end as subscription_id,
          case when n % 5 <> 0 then place / ${subscriptions(of)} end as period_index
        from (select n, n - n / 5 - 1 as place from generate_series(0, ${of.count - 1}) n) as numbered) as made
      left join purchase on purchase.id = purchase_id left join subscription on subscription.id = subscription_id order by n;`;

const REFUNDS = `
  insert into refund (id, charge_id, merchant_id, mode, isp, payment_reference, amount_cents, reason, source, status, attempt, client_correlator, isp_reference,
      booked_at, settled_at, doubt_looks, created_at)
    select replace(id, 'chg', 'ref'), id, merchant_id, mode, isp, isp_reference, refunded_cents, 'asked', 'merchant', 'succeeded', 1, id || ':a1', 'r' || isp_reference,
        booked_at, booked_at, 0, booked_at
      from charge where refunded_cents > 0 and status = 'succeeded';`;
