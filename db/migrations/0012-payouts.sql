-- Payouts: what of each money event is the merchant's, and the monthly statements that pay it out.

-- One statement of a merchant for a month, written once. What is not paid out is carried into the statement of the next number.
create table payout (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  month varchar(7) not null,
  number int not null,
  previous_number int null,
  merchant_name varchar(120) not null,
  ends_at timestamptz(3) not null,
  settlement_days jsonb not null,
  minimum_cents bigint not null,
  line_count int not null,
  carried_in_cents bigint not null,
  earned_cents bigint not null,
  payout_cents bigint not null,
  carried_out_cents bigint not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table payout add constraint payout_mode_check check (mode in ('test', 'live'));
-- A month of a merchant is stated once, whoever asks for it and how often.
alter table payout add constraint payout_merchant_id_mode_month_unique unique (merchant_id, mode, month);
alter table payout add constraint payout_merchant_id_mode_number_unique unique (merchant_id, mode, number);
alter table payout add constraint payout_merchant_id_mode_number_carried_out_cents_unique unique (merchant_id, mode, number, carried_out_cents);
create index payout_merchant_id_mode_id_index on payout (merchant_id, mode, id);
alter table payout add constraint payout_merchant_id_foreign foreign key (merchant_id) references merchant (id);
-- The statements of a merchant are one chain: each begins with what the one before left.
alter table payout add constraint payout_carries_on_foreign foreign key (merchant_id, mode, previous_number, carried_in_cents)
  references payout (merchant_id, mode, number, carried_out_cents);
alter table payout add constraint payout_number_follows check (
  case number when 1 then previous_number is null and carried_in_cents = 0 else number > 1 and previous_number is not null and previous_number = number - 1 end
);
alter table payout add constraint payout_month_is_one check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$');
alter table payout add constraint payout_adds_up check (
  carried_in_cents + earned_cents = payout_cents + carried_out_cents and payout_cents >= 0 and (payout_cents = 0 or carried_out_cents = 0)
);

-- What a statement says of one price under one row of the grid. Amounts of refunds and clawbacks are below zero.
create table payout_line (
  payout_id varchar(40) not null,
  number int not null,
  kind text not null,
  isp text not null,
  sale_kind text not null,
  period text null,
  price_cents bigint not null,
  grid_row_id varchar(40) not null,
  event_count int not null,
  gross_cents bigint not null,
  vat_cents bigint not null,
  isp_fee_cents bigint not null,
  platform_cents bigint not null,
  merchant_cents bigint not null,
  primary key (payout_id, number)
);
alter table payout_line add constraint payout_line_kind_check check (kind in ('sales', 'refunds', 'clawbacks'));
alter table payout_line add constraint payout_line_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table payout_line add constraint payout_line_sale_kind_check check (sale_kind in ('one_shot', 'rebilling'));
alter table payout_line add constraint payout_line_period_check check (period in ('week', 'month', 'quarter'));
alter table payout_line add constraint payout_line_payout_id_foreign foreign key (payout_id) references payout (id);
alter table payout_line add constraint payout_line_adds_up check (gross_cents = vat_cents + isp_fee_cents + platform_cents + merchant_cents);

-- What of a sale or of its refund is the merchant's: one row for each posting set that shares money with a merchant, made with it. It is due
-- until a statement has taken it, and belongs to that one for ever.
create table payable (
  set_id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  isp text not null,
  charge_id varchar(40) not null,
  refund_id varchar(40) null,
  merchant_cents bigint not null,
  occurred_at timestamptz(3) not null,
  payout_id varchar(40) null,
  primary key (set_id)
);
alter table payable add constraint payable_mode_check check (mode in ('test', 'live'));
alter table payable add constraint payable_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table payable add constraint payable_set_id_foreign foreign key (set_id) references posting_set (id);
alter table payable add constraint payable_charge_id_foreign foreign key (charge_id) references charge (id);
-- At commit: rows are taken first, and the statement that adds them up is written after that.
alter table payable add constraint payable_payout_id_foreign foreign key (payout_id) references payout (id) deferrable initially deferred;
-- The sale that a refund is of.
create unique index payable_sale_unique on payable (charge_id) where refund_id is null;
create index payable_payout_id_set_id_index on payable (payout_id, set_id);
-- What no statement has taken: the only rows that a balance and a run read.
create index payable_sale_due_index on payable (merchant_id, mode, isp, occurred_at) include (merchant_cents) where payout_id is null and refund_id is null;
create index payable_refund_due_index on payable (merchant_id, mode, isp, occurred_at) where payout_id is null and refund_id is not null;

-- Made at commit, when the set is whole and its charge has its row of the grid. A charge without a row is shared with nobody yet.
create function payable_of_posting_set() returns trigger language plpgsql as $$
begin
  insert into payable (set_id, merchant_id, mode, isp, charge_id, refund_id, merchant_cents, occurred_at)
    select new.id, new.merchant_id, new.mode, new.isp, new.charge_id, new.refund_id,
      (select coalesce(sum(case side when 'credit' then amount_cents else -amount_cents end), 0) from posting
        where set_id = new.id and account = 'merchant_payable:' || new.merchant_id),
      new.occurred_at
    from charge where charge.id = new.charge_id and charge.grid_row_id is not null
      and (new.refund_id is null or exists (select 1 from refund where refund.id = new.refund_id and refund.source = 'merchant'));
  return null;
end $$;
create constraint trigger posting_set_makes_payable after insert on posting_set
  deferrable initially deferred for each row when (new.kind in ('charge_succeeded', 'refund_succeeded'))
  execute function payable_of_posting_set();

create function payable_is_taken_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.payout_id is null and new.payout_id is not null
    and (new.set_id, new.merchant_id, new.mode, new.isp, new.charge_id, new.merchant_cents, new.occurred_at)
      = (old.set_id, old.merchant_id, old.mode, old.isp, old.charge_id, old.merchant_cents, old.occurred_at)
    and new.refund_id is not distinct from old.refund_id then
    return new;
  end if;
  raise exception 'a payable is only taken by a statement, once: % is refused', lower(tg_op) using errcode = 'restrict_violation', table = tg_table_name;
end $$;
create trigger payable_is_taken_once before update or delete on payable for each row execute function payable_is_taken_once();
create trigger payable_never_truncated before truncate on payable for each statement execute function payable_is_taken_once();

-- Nothing joins a statement that is written.
create function payable_joins_no_written_payout() returns trigger language plpgsql as $$
begin
  if exists (select 1 from payout where id in (select distinct payout_id from taken)) then
    raise exception 'a statement that is written takes nothing more' using errcode = 'restrict_violation', table = tg_table_name;
  end if;
  return null;
end $$;
create trigger payable_joins_no_written_payout after update on payable referencing new table as taken
  for each statement execute function payable_joins_no_written_payout();

create trigger payout_never_changes before update or delete or truncate on payout
  for each statement execute function ledger_never_changes();
create trigger payout_line_never_changes before update or delete or truncate on payout_line
  for each statement execute function ledger_never_changes();

alter table posting_set add constraint posting_set_payout_id_foreign foreign key (payout_id) references payout (id);

-- At commit a statement agrees with its lines, with what it took, and with the ledger, to the cent.
create function payout_is_whole() returns trigger language plpgsql as $$
declare
  made payout%rowtype;
  lines int;
  stated bigint;
  events bigint;
  taken bigint;
  taken_count bigint;
  strangers bigint;
  posted bigint;
begin
  select * into made from payout where id = new.id;
  select count(*), coalesce(sum(merchant_cents), 0), coalesce(sum(event_count), 0) into lines, stated, events from payout_line where payout_id = made.id;
  select count(*), coalesce(sum(merchant_cents), 0), count(*) filter (where merchant_id <> made.merchant_id or mode <> made.mode)
    into taken_count, taken, strangers from payable where payout_id = made.id;
  select coalesce(sum(amount_cents), 0) into posted from posting_set
    where payout_id = made.id and key = 'payout:' || made.id and merchant_id = made.merchant_id and mode = made.mode;
  if lines <> made.line_count or stated <> made.earned_cents or taken <> made.earned_cents or events <> taken_count
    or strangers > 0 or posted <> made.payout_cents then
    raise exception 'statement % is not whole: % of % lines say %, % events come to %, % are posted, of % earned and % paid out',
      made.id, lines, made.line_count, stated, taken_count, taken, posted, made.earned_cents, made.payout_cents
      using errcode = 'check_violation', constraint = 'payout_is_whole', table = tg_table_name;
  end if;
  return null;
end $$;
create constraint trigger payout_is_whole after insert on payout
  deferrable initially deferred for each row execute function payout_is_whole();
-- A line that a later transaction adds. The check of all rows is made once for the statement, above; a line needs only the count.
create function payout_line_is_counted() returns trigger language plpgsql as $$
begin
  if (select count(*) from payout_line where payout_id = new.payout_id) <> (select line_count from payout where id = new.payout_id) then
    raise exception 'statement % is not whole: it has another number of lines than it says', new.payout_id
      using errcode = 'check_violation', constraint = 'payout_is_whole', table = tg_table_name;
  end if;
  return null;
end $$;
create constraint trigger payout_line_is_counted after insert on payout_line
  deferrable initially deferred for each row execute function payout_line_is_counted();

-- Of what was posted before there were payouts. At the end: it leaves checks to be made at commit, which no change of a table may follow.
insert into payable (set_id, merchant_id, mode, isp, charge_id, refund_id, merchant_cents, occurred_at)
  select posting_set.id, posting_set.merchant_id, posting_set.mode, posting_set.isp, posting_set.charge_id, posting_set.refund_id,
    coalesce(sum(case side when 'credit' then posting.amount_cents else -posting.amount_cents end)
      filter (where account = 'merchant_payable:' || posting_set.merchant_id), 0),
    posting_set.occurred_at
  from posting_set join posting on posting.set_id = posting_set.id join charge on charge.id = posting_set.charge_id
    left join refund on refund.id = posting_set.refund_id
  where posting_set.kind in ('charge_succeeded', 'refund_succeeded') and charge.grid_row_id is not null
    and (refund.id is null or refund.source = 'merchant')
  group by posting_set.id;
