-- Reconciliation against the ISPs' daily statements. Days are those of Paris.

create table reconciliation (
  isp text not null,
  day date not null,
  runs int not null,
  fetched_at timestamptz(3) null,
  digest varchar(64) null,
  counts jsonb null,
  first_run_at timestamptz(3) not null,
  last_run_at timestamptz(3) null,
  completed_at timestamptz(3) null,
  primary key (isp, day)
);
alter table reconciliation add constraint reconciliation_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));

create table statement_line (
  isp text not null,
  day date not null,
  number int not null,
  type text not null,
  payment_id varchar(120) not null,
  client_correlator text not null,
  reference_code text not null,
  amount_cents bigint not null,
  booked_at text not null,
  primary key (isp, day, number)
);
create index statement_line_isp_payment_id_index on statement_line (isp, payment_id);
alter table statement_line add constraint statement_line_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table statement_line add constraint statement_line_type_check check (type in ('charge', 'refund'));

create table discrepancy (
  id varchar(40) not null,
  isp text not null,
  day date not null,
  kind text not null,
  subject text not null,
  details jsonb not null,
  opened_at timestamptz(3) not null,
  resolved_at timestamptz(3) null,
  resolution text null,
  note text null,
  primary key (id)
);
alter table discrepancy add constraint discrepancy_isp_day_kind_subject_unique unique (isp, day, kind, subject);
alter table discrepancy add constraint discrepancy_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table discrepancy add constraint discrepancy_kind_check check (kind in ('unknown_to_us', 'unknown_to_isp', 'amount_differs', 'charged_though_not_charged', 'charged_twice', 'event_missing', 'event_untrue', 'refund_unknown_to_us', 'refund_unknown_to_isp', 'refund_amount_differs', 'refunded_though_not_refunded', 'refunded_twice', 'refund_event_missing', 'refund_event_untrue'));
alter table discrepancy add constraint discrepancy_resolution_check check (resolution in ('gone', 'refunded', 'by_hand'));

-- What belongs to what.
alter table statement_line add constraint statement_line_isp_day_foreign foreign key (isp, day) references reconciliation (isp, day);
alter table discrepancy add constraint discrepancy_isp_day_foreign foreign key (isp, day) references reconciliation (isp, day);

-- A resolution says when and how, and one by hand says why.
alter table discrepancy add constraint discrepancy_resolution_is_whole check (
  (resolved_at is null) = (resolution is null) and (resolution is distinct from 'by_hand' or coalesce(note, '') <> '')
);

-- What operators and metrics look for, however many are resolved.
create index discrepancy_open_index on discrepancy (isp, kind) where resolved_at is null;
-- The charges of a day, and the event that told of a charge.
create index charge_isp_booked_index on charge (isp, booked_at);
create index event_of_refund_index on event ((data ->> 'refund')) where type = 'charge.refunded';
create index refund_isp_booked_index on refund (isp, booked_at);
create index event_of_charge_index on event ((data ->> 'charge')) where type in ('purchase.completed', 'subscription.activated', 'subscription.renewed');
