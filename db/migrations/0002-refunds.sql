-- Refunds: money given back of a charge, wholly or in part.

-- What refunds under way and made have taken of a charge, and what was given back for good. The check is what keeps any number of refunds at
-- once within the charged amount.
alter table charge add column refund_reserved_cents bigint not null default 0;
alter table charge add column refunded_cents bigint not null default 0;
alter table charge alter column refund_reserved_cents drop default, alter column refunded_cents drop default;
alter table charge add constraint charge_refunds_within_amount check (
  0 <= refunded_cents and refunded_cents <= refund_reserved_cents and refund_reserved_cents <= amount_cents
);

create table refund (
  id varchar(40) not null,
  charge_id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  isp text not null,
  payment_reference varchar(120) not null,
  amount_cents bigint not null,
  reason text not null,
  source text not null,
  status text not null,
  attempt int not null,
  client_correlator varchar(96) not null,
  isp_reference varchar(120) null,
  decline_reason text null,
  decline_raw text null,
  booked_at timestamptz(3) null,
  sent_at timestamptz(3) null,
  finished_at timestamptz(3) null,
  settled_at timestamptz(3) null,
  in_doubt_at timestamptz(3) null,
  doubt_looks int not null,
  next_look_at timestamptz(3) null,
  escalated_at timestamptz(3) null,
  created_at timestamptz(3) not null,
  primary key (id)
);
create index refund_charge_id_index on refund (charge_id);
create index refund_merchant_id_mode_id_index on refund (merchant_id, mode, id);
alter table refund add constraint refund_client_correlator_unique unique (client_correlator);
alter table refund add constraint refund_mode_check check (mode in ('test', 'live'));
alter table refund add constraint refund_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table refund add constraint refund_source_check check (source in ('merchant', 'reconciliation'));
alter table refund add constraint refund_status_check check (status in ('intent', 'sent', 'succeeded', 'declined', 'in_doubt'));
alter table refund add constraint refund_decline_reason_check check (decline_reason in ('denied', 'not_eligible', 'amount_not_allowed', 'unknown'));
alter table refund add constraint refund_charge_id_foreign foreign key (charge_id) references charge (id);

alter table refund add constraint refund_amount_is_positive check (amount_cents > 0);
alter table refund add constraint refund_success_is_known_to_the_isp check (status <> 'succeeded' or (isp_reference is not null and settled_at is not null));
-- One refund of the ISP belongs to one of ours.
create unique index refund_isp_reference_unique on refund (isp, isp_reference) where isp_reference is not null;
-- What the sweep looks for, however many refunds are made.
create index refund_unsent_index on refund (created_at) where status = 'intent' and attempt = 1;
-- Money taken for a charge that counts as not made goes back once.
create unique index refund_by_reconciliation_unique on refund (charge_id, payment_reference) where source = 'reconciliation';

alter table event drop constraint event_type_check;
alter table event add constraint event_type_check check (type in ('purchase.completed', 'purchase.declined', 'subscription.activated', 'subscription.renewed', 'subscription.past_due', 'subscription.period_skipped', 'subscription.ended', 'charge.refunded', 'charge.refund_declined'));
alter table mail drop constraint mail_kind_check;
alter table mail add constraint mail_kind_check check (kind in ('purchase_codes', 'subscription_started', 'subscription_renewed', 'subscription_past_due', 'subscription_ended', 'charge_refunded'));
