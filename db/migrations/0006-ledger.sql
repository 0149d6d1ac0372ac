-- The ledger in double entry, and the payout grid by which a charge is split. Needs the extension btree_gist, which comes with PostgreSQL.

create extension if not exists btree_gist;

-- Who gets what of a charge, by ISP, kind, period, tier and price, from a day in Paris up to another (exclusive; none: until further notice).
create table payout_grid_row (
  id varchar(40) not null,
  isp text not null,
  kind text not null,
  period text null,
  tier text not null,
  price_from_cents bigint not null,
  price_to_cents bigint not null,
  merchant_share_bp int not null,
  isp_fee_bp int not null,
  valid_from date not null,
  valid_to date null,
  created_at timestamptz(3) not null,
  primary key (id)
);
create index payout_grid_row_isp_kind_period_tier_index on payout_grid_row (isp, kind, period, tier);
alter table payout_grid_row add constraint payout_grid_row_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table payout_grid_row add constraint payout_grid_row_kind_check check (kind in ('one_shot', 'rebilling'));
alter table payout_grid_row add constraint payout_grid_row_period_check check (period in ('week', 'month', 'quarter'));
alter table payout_grid_row add constraint payout_grid_row_tier_check check (tier in ('standard', 'premium', 'prestige'));

alter table payout_grid_row add constraint payout_grid_row_period_fits_kind check ((kind = 'rebilling') = (period is not null));
alter table payout_grid_row add constraint payout_grid_row_prices_are_a_range check (0 < price_from_cents and price_from_cents <= price_to_cents);
alter table payout_grid_row add constraint payout_grid_row_shares_within_whole check (
  merchant_share_bp >= 0 and isp_fee_bp >= 0 and merchant_share_bp + isp_fee_bp <= 10000
);
-- A row that was replaced before it began has no day at all.
alter table payout_grid_row add constraint payout_grid_row_days_are_a_range check (valid_to >= valid_from);
-- One price of one day has one row.
alter table payout_grid_row add constraint payout_grid_row_no_overlap exclude using gist (
  isp with =, kind with =, (coalesce(period, '')) with =, tier with =,
  int8range(price_from_cents, price_to_cents, '[]') with &&, daterange(valid_from, valid_to) with &&
);

create function payout_grid_row_only_closes() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.valid_to is not null and new.valid_to <= coalesce(old.valid_to, new.valid_to)
    and to_jsonb(new) - 'valid_to' = to_jsonb(old) - 'valid_to' then
    return new;
  end if;
  raise exception 'a row of the payout grid is never changed or deleted, only closed' using errcode = 'restrict_violation', table = tg_table_name;
end $$;
create trigger payout_grid_row_only_closes before update or delete on payout_grid_row
  for each row execute function payout_grid_row_only_closes();
create trigger payout_grid_row_never_truncated before truncate on payout_grid_row
  for each statement execute function payout_grid_row_only_closes();

-- The row that a charge was made under. No foreign key: every charge would lock one of the same few rows, and none of them is ever deleted.
alter table charge add column grid_row_id varchar(40) null;

-- One money event. `line_count` and `amount_cents` say what its lines come to, so that none can be added or left out.
create table posting_set (
  id varchar(40) not null,
  key varchar(255) not null,
  kind text not null,
  mode text not null,
  isp text null,
  merchant_id varchar(40) not null,
  charge_id varchar(40) null,
  refund_id varchar(40) null,
  payout_id varchar(40) null,
  line_count int not null,
  amount_cents bigint not null,
  occurred_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table posting_set add constraint posting_set_key_unique unique (key);
create index posting_set_charge_id_index on posting_set (charge_id);
create index posting_set_payout_id_index on posting_set (payout_id);
create index posting_set_merchant_id_mode_occurred_at_index on posting_set (merchant_id, mode, occurred_at);
alter table posting_set add constraint posting_set_kind_check check (kind in ('charge_succeeded', 'charge_in_doubt', 'charge_doubt_over', 'payment_taken', 'refund_succeeded', 'payout'));
alter table posting_set add constraint posting_set_mode_check check (mode in ('test', 'live'));
alter table posting_set add constraint posting_set_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table posting_set add constraint posting_set_charge_id_foreign foreign key (charge_id) references charge (id);
alter table posting_set add constraint posting_set_refund_id_foreign foreign key (refund_id) references refund (id);
alter table posting_set add constraint posting_set_is_about_its_kind check (case kind
  when 'payout' then payout_id is not null and charge_id is null and refund_id is null
  when 'refund_succeeded' then payout_id is null and charge_id is not null and refund_id is not null and isp is not null
  else payout_id is null and charge_id is not null and isp is not null end);

create table posting (
  set_id varchar(40) not null,
  number int not null,
  account varchar(80) not null,
  side text not null,
  amount_cents bigint not null,
  primary key (set_id, number)
);
alter table posting add constraint posting_side_check check (side in ('debit', 'credit'));
alter table posting add constraint posting_set_id_foreign foreign key (set_id) references posting_set (id);
alter table posting add constraint posting_amount_is_positive check (amount_cents > 0);

-- Written once: no statement changes, deletes or empties them.
create function ledger_never_changes() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is never changed: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation', table = tg_table_name;
end $$;
create trigger posting_set_never_changes before update or delete or truncate on posting_set
  for each statement execute function ledger_never_changes();
create trigger posting_never_changes before update or delete or truncate on posting
  for each statement execute function ledger_never_changes();

-- At commit every set that was touched is whole: as many lines as it says, debits and credits both of its amount. A set is whole from the
-- transaction that made it, and neither number can change, so a line that a later transaction adds fails here too, balanced or not.
create function posting_set_is_whole() returns trigger language plpgsql as $$
declare
  made posting_set%rowtype;
  lines int;
  debits numeric;
  credits numeric;
begin
  select * into made from posting_set where id = case tg_table_name when 'posting' then to_jsonb(new) ->> 'set_id' else to_jsonb(new) ->> 'id' end;
  select count(*), coalesce(sum(amount_cents) filter (where side = 'debit'), 0), coalesce(sum(amount_cents) filter (where side = 'credit'), 0)
    into lines, debits, credits from posting where set_id = made.id;
  if lines < 2 or lines <> made.line_count or debits <> made.amount_cents or credits <> made.amount_cents then
    raise exception 'posting set % is not whole: % of % lines, debits % and credits % of %',
      made.key, lines, made.line_count, debits, credits, made.amount_cents
      using errcode = 'check_violation', constraint = 'posting_set_is_whole', table = tg_table_name;
  end if;
  return null;
end $$;
create constraint trigger posting_set_is_whole after insert on posting_set
  deferrable initially deferred for each row execute function posting_set_is_whole();
create constraint trigger posting_set_stays_whole after insert on posting
  deferrable initially deferred for each row execute function posting_set_is_whole();
