-- The figures of the daily report (docs/reference/reports.md), counted in the transactions that make them true, and what the filters of lists read.

-- One row per thing that happened, only ever added: no two transactions wait for each other. Swept into report_day soon after.
create table report_change (
  id bigserial primary key,
  merchant_id varchar(40) not null,
  mode text not null,
  day date not null,
  isp text not null,
  document_id varchar(40) not null,
  figure text not null,
  reason varchar(24) not null,
  occurrences bigint not null,
  amount_cents bigint not null
);
create index report_change_merchant_id_mode_day_index on report_change (merchant_id, mode, day);
alter table report_change add constraint report_change_mode_check check (mode in ('test', 'live'));
alter table report_change add constraint report_change_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table report_change add constraint report_change_figure_check check (figure in ('purchase', 'activation', 'renewal', 'recovery', 'refund', 'decline', 'end'));

-- The same, added up: one row per merchant, Paris day, ISP, document, figure and reason ('' where it has none).
create table report_day (
  merchant_id varchar(40) not null,
  mode text not null,
  day date not null,
  isp text not null,
  document_id varchar(40) not null,
  figure text not null,
  reason varchar(24) not null,
  occurrences bigint not null,
  amount_cents bigint not null,
  primary key (merchant_id, mode, day, isp, document_id, figure, reason)
);
alter table report_day add constraint report_day_mode_check check (mode in ('test', 'live'));
alter table report_day add constraint report_day_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table report_day add constraint report_day_figure_check check (figure in ('purchase', 'activation', 'renewal', 'recovery', 'refund', 'decline', 'end'));
-- How many subscriptions were active on a day is what began less what ended, of all days up to it.
create index report_day_lives_index on report_day (merchant_id, mode, day) include (isp, document_id, figure, occurrences) where figure in ('activation', 'end');

-- Every arrow of a charge's status comes by here, whoever draws it. The day is the one on which the ISP books the charge.
create function report_of_charge() returns trigger language plpgsql as $$
declare
  happened_on date := (coalesce(new.booked_at, new.due_at) at time zone 'Europe/Paris')::date;
  sold subscription%rowtype;
begin
  if new.subscription_id is not null then
    select * into sold from subscription where id = new.subscription_id;
  end if;
  if new.status = 'succeeded' then
    insert into report_change (merchant_id, mode, day, isp, document_id, figure, reason, occurrences, amount_cents)
      select new.merchant_id, new.mode, happened_on, new.isp, new.document_id, figure, '', 1, new.amount_cents
        from unnest(array[
          case when new.purchase_id is not null then 'purchase' when new.period_index = 0 then 'activation' else 'renewal' end,
          -- The attempt number moves only after a definite refusal.
          case when new.attempt > 1 then 'recovery' end]) as figure where figure is not null;
    -- The end came while the first charge was out: it began all the same, and has ended.
    if new.period_index = 0 and sold.ended_at is not null then
      insert into report_change (merchant_id, mode, day, isp, document_id, figure, reason, occurrences, amount_cents)
        values (new.merchant_id, new.mode, greatest(happened_on, (sold.ended_at at time zone 'Europe/Paris')::date), new.isp, new.document_id,
          'end', sold.end_reason, 1, 0);
    end if;
  else
    -- Nothing was sent where the monthly cap refuses: the day is that of the try that was due.
    if new.decline_reason = 'monthly_cap_reached' then
      happened_on := (coalesce(sold.next_charge_at, new.due_at) at time zone 'Europe/Paris')::date;
    end if;
    insert into report_change (merchant_id, mode, day, isp, document_id, figure, reason, occurrences, amount_cents)
      values (new.merchant_id, new.mode, happened_on, new.isp, new.document_id, 'decline',
        case new.status when 'not_charged' then 'not_charged' else coalesce(new.decline_reason, 'unknown') end, 1, new.amount_cents);
  end if;
  return null;
end $$;
create trigger charge_is_reported after update of status on charge for each row
  when (old.status <> new.status and new.status in ('succeeded', 'declined', 'not_charged')) execute function report_of_charge();
create trigger charge_is_reported_at_once after insert on charge for each row
  when (new.status in ('succeeded', 'declined', 'not_charged')) execute function report_of_charge();

-- What never began has no end to be reported.
create function report_of_end() returns trigger language plpgsql as $$
begin
  insert into report_change (merchant_id, mode, day, isp, document_id, figure, reason, occurrences, amount_cents)
    select new.merchant_id, new.mode,
      greatest((coalesce(first.booked_at, first.due_at) at time zone 'Europe/Paris')::date, (new.ended_at at time zone 'Europe/Paris')::date),
      new.isp, new.document_id, 'end', new.end_reason, 1, 0
      from charge first where first.subscription_id = new.id and first.period_index = 0 and first.status = 'succeeded';
  return null;
end $$;
create trigger subscription_end_is_reported after update of ended_at on subscription for each row
  when (old.ended_at is null and new.ended_at is not null) execute function report_of_end();

-- What reconciliation gives back was never counted as sold.
create function report_of_refund() returns trigger language plpgsql as $$
begin
  insert into report_change (merchant_id, mode, day, isp, document_id, figure, reason, occurrences, amount_cents)
    select new.merchant_id, new.mode, (coalesce(new.booked_at, new.settled_at) at time zone 'Europe/Paris')::date, new.isp, document_id, 'refund', '', 1,
      new.amount_cents from charge where id = new.charge_id;
  return null;
end $$;
create trigger refund_is_reported after update of status on refund for each row
  when (old.status <> new.status and new.status = 'succeeded' and new.source = 'merchant') execute function report_of_refund();
create trigger refund_is_reported_at_once after insert on refund for each row
  when (new.status = 'succeeded' and new.source = 'merchant') execute function report_of_refund();

-- What happened before. Of charges that were refused and tried again, only the events still say why.
insert into report_day (merchant_id, mode, day, isp, document_id, figure, reason, occurrences, amount_cents)
  select merchant_id, mode, day, isp, document_id, figure, reason, count(*), sum(amount_cents) from (
    select merchant_id, mode, (coalesce(booked_at, due_at) at time zone 'Europe/Paris')::date as day, isp, document_id,
        case when purchase_id is not null then 'purchase' when period_index = 0 then 'activation' else 'renewal' end as figure, '' as reason, amount_cents
      from charge where status = 'succeeded'
    union all
    select merchant_id, mode, (coalesce(booked_at, due_at) at time zone 'Europe/Paris')::date, isp, document_id, 'recovery', '', amount_cents
      from charge where status = 'succeeded' and attempt > 1
    union all
    select s.merchant_id, s.mode,
        greatest((coalesce(c.booked_at, c.due_at) at time zone 'Europe/Paris')::date, (s.ended_at at time zone 'Europe/Paris')::date),
        s.isp, s.document_id, 'end', s.end_reason, 0
      from subscription s join charge c on c.subscription_id = s.id and c.period_index = 0 and c.status = 'succeeded' where s.ended_at is not null
    union all
    select r.merchant_id, r.mode, (coalesce(r.booked_at, r.settled_at) at time zone 'Europe/Paris')::date, r.isp, c.document_id, 'refund', '', r.amount_cents
      from refund r join charge c on c.id = r.charge_id where r.status = 'succeeded' and r.source = 'merchant'
    union all
    select e.merchant_id, e.mode, (e.occurred_at at time zone 'Europe/Paris')::date, e.data ->> 'isp', e.document_id, 'decline',
        coalesce(e.data -> 'decline' ->> 'reason', 'not_charged'), (e.data ->> 'amount')::bigint
      from event e where (e.type in ('purchase.declined', 'subscription.past_due', 'subscription.ended') and e.data -> 'decline' ->> 'reason' <> 'expired')
        or (e.type = 'subscription.period_skipped' and e.data -> 'skipped' ->> 'reason' = 'not_charged')
  ) as before group by merchant_id, mode, day, isp, document_id, figure, reason;

-- Lists, newest first by id or by the date that they are narrowed by. What most rows are is found by walking; what is rare has an index of its own.
create index charge_merchant_id_mode_booked_at_id_index on charge (merchant_id, mode, booked_at, id);
create index charge_merchant_id_mode_created_at_id_index on charge (merchant_id, mode, created_at, id);
create index charge_merchant_id_mode_document_id_id_index on charge (merchant_id, mode, document_id, id);
create index charge_merchant_id_mode_isp_id_index on charge (merchant_id, mode, isp, id);
create index charge_not_succeeded_index on charge (merchant_id, mode, status, id) where status <> 'succeeded';
create index charge_refunded_index on charge (merchant_id, mode, id) where refunded_cents > 0;
create index purchase_merchant_id_mode_created_at_id_index on purchase (merchant_id, mode, created_at, id);
create index purchase_merchant_id_mode_document_id_id_index on purchase (merchant_id, mode, document_id, id);
create index purchase_merchant_id_mode_isp_id_index on purchase (merchant_id, mode, isp, id);
create index purchase_merchant_id_mode_status_id_index on purchase (merchant_id, mode, status, id);
create index purchase_client_reference_index on purchase (merchant_id, mode, client_reference, id) where client_reference is not null;
create index subscription_merchant_id_mode_created_at_id_index on subscription (merchant_id, mode, created_at, id);
create index subscription_merchant_id_mode_document_id_id_index on subscription (merchant_id, mode, document_id, id);
create index subscription_merchant_id_mode_isp_id_index on subscription (merchant_id, mode, isp, id);
create index subscription_merchant_id_mode_status_id_index on subscription (merchant_id, mode, status, id);
create index subscription_client_reference_index on subscription (merchant_id, mode, client_reference, id) where client_reference is not null;
