-- The first schema. Amounts are integer cents, instants are timestamptz; ids are prefixed ULIDs.

create table merchant (
  id varchar(40) not null,
  name varchar(120) not null,
  tier text not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table merchant add constraint merchant_tier_check check (tier in ('standard', 'premium', 'prestige'));

create table api_key (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  key_hash bytea not null,
  hint varchar(24) not null,
  created_at timestamptz(3) not null,
  revoked_at timestamptz(3) null,
  primary key (id)
);
create index api_key_merchant_id_index on api_key (merchant_id);
alter table api_key add constraint api_key_key_hash_unique unique (key_hash);
alter table api_key add constraint api_key_mode_check check (mode in ('test', 'live'));

create table callback_secret (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  secret_sealed bytea not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) null,
  primary key (id)
);
create index callback_secret_merchant_id_index on callback_secret (merchant_id);

create table document (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  kind text not null,
  name varchar(120) not null,
  site_url text not null,
  locale text not null,
  price_cents bigint null,
  max_codes int null,
  callback_url text null,
  callback_disabled_at timestamptz(3) null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (id)
);
create index document_merchant_id_mode_id_index on document (merchant_id, mode, id);
alter table document add constraint document_mode_check check (mode in ('test', 'live'));
alter table document add constraint document_kind_check check (kind in ('one_shot', 'rebilling'));
alter table document add constraint document_locale_check check (locale in ('fr', 'en'));

create table offer (
  id varchar(40) not null,
  document_id varchar(40) not null,
  period text not null,
  price_cents bigint not null,
  position int not null,
  archived_at timestamptz(3) null,
  primary key (id)
);
create index offer_document_id_index on offer (document_id);
alter table offer add constraint offer_period_check check (period in ('week', 'month', 'quarter'));

create table buyer (
  id varchar(40) not null,
  isp text not null,
  subscriber_hash bytea not null,
  key_wrapped bytea null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table buyer add constraint buyer_isp_subscriber_hash_unique unique (isp, subscriber_hash);
alter table buyer add constraint buyer_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));

create table test_clock (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  now_at timestamptz(3) not null,
  target_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
create index test_clock_merchant_id_index on test_clock (merchant_id);
alter table test_clock add constraint test_clock_mode_check check (mode in ('test', 'live'));

create table purchase (
  id varchar(40) not null,
  reference varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  document_id varchar(40) not null,
  buyer_id varchar(40) not null,
  isp text not null,
  quantity int not null,
  unit_price_cents bigint not null,
  amount_cents bigint not null,
  locale text not null,
  client_reference text null,
  email_sealed bytea not null,
  token_hash bytea not null,
  token_sealed bytea null,
  status text not null,
  decline_reason text null,
  created_at timestamptz(3) not null,
  completed_at timestamptz(3) null,
  primary key (id)
);
alter table purchase add constraint purchase_reference_unique unique (reference);
create index purchase_buyer_id_index on purchase (buyer_id);
alter table purchase add constraint purchase_token_hash_unique unique (token_hash);
create index purchase_merchant_id_mode_id_index on purchase (merchant_id, mode, id);
alter table purchase add constraint purchase_mode_check check (mode in ('test', 'live'));
alter table purchase add constraint purchase_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table purchase add constraint purchase_locale_check check (locale in ('fr', 'en'));
alter table purchase add constraint purchase_status_check check (status in ('processing', 'completed', 'declined', 'in_doubt'));
alter table purchase add constraint purchase_decline_reason_check check (decline_reason in ('insufficient_ceiling', 'line_suspended', 'line_closed', 'purchases_blocked', 'mandate_revoked', 'token_rejected', 'monthly_cap_reached', 'not_charged', 'expired', 'unknown'));

create table subscription (
  id varchar(40) not null,
  reference varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  document_id varchar(40) not null,
  offer_id varchar(40) not null,
  buyer_id varchar(40) not null,
  isp text not null,
  period text not null,
  price_cents bigint not null,
  locale text not null,
  client_reference text null,
  email_sealed bytea not null,
  token_hash bytea not null,
  token_sealed bytea null,
  mandate_reference varchar(120) null,
  mandate_cancelled_at timestamptz(3) null,
  unsubscribe_token_hash bytea not null,
  test_clock_id varchar(40) null,
  status text not null,
  anchor_at timestamptz(3) not null,
  paid_index int null,
  paid_until timestamptz(3) null,
  next_index int not null,
  next_charge_at timestamptz(3) null,
  ended_at timestamptz(3) null,
  end_reason text null,
  end_source text null,
  event_sequence int not null,
  updated_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table subscription add constraint subscription_reference_unique unique (reference);
create index subscription_buyer_id_index on subscription (buyer_id);
alter table subscription add constraint subscription_token_hash_unique unique (token_hash);
alter table subscription add constraint subscription_isp_mandate_reference_unique unique (isp, mandate_reference);
alter table subscription add constraint subscription_unsubscribe_token_hash_unique unique (unsubscribe_token_hash);
create index subscription_merchant_id_mode_id_index on subscription (merchant_id, mode, id);
create index subscription_test_clock_id_next_charge_at_index on subscription (test_clock_id, next_charge_at);
alter table subscription add constraint subscription_mode_check check (mode in ('test', 'live'));
alter table subscription add constraint subscription_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table subscription add constraint subscription_period_check check (period in ('week', 'month', 'quarter'));
alter table subscription add constraint subscription_locale_check check (locale in ('fr', 'en'));
alter table subscription add constraint subscription_status_check check (status in ('pending', 'active', 'past_due', 'in_doubt', 'ended'));
alter table subscription add constraint subscription_end_reason_check check (end_reason in ('unsubscribed', 'mandate_revoked', 'declined', 'dunning_exhausted', 'not_charged', 'expired'));
alter table subscription add constraint subscription_end_source_check check (end_source in ('email_link', 'one_click', 'isp', 'merchant', 'ops'));

create table charge (
  id varchar(40) not null,
  key varchar(80) not null,
  reference varchar(48) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  document_id varchar(40) not null,
  buyer_id varchar(40) not null,
  purchase_id varchar(40) null,
  subscription_id varchar(40) null,
  period_index int null,
  period_start timestamptz(3) null,
  period_end timestamptz(3) null,
  isp text not null,
  amount_cents bigint not null,
  status text not null,
  attempt int not null,
  isp_reference varchar(120) null,
  decline_reason text null,
  decline_raw text null,
  due_at timestamptz(3) not null,
  sent_at timestamptz(3) null,
  settled_at timestamptz(3) null,
  booked_at timestamptz(3) null,
  in_doubt_at timestamptz(3) null,
  doubt_looks int not null,
  next_look_at timestamptz(3) null,
  escalated_at timestamptz(3) null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table charge add constraint charge_key_unique unique (key);
alter table charge add constraint charge_reference_unique unique (reference);
create index charge_buyer_id_index on charge (buyer_id);
alter table charge add constraint charge_purchase_id_unique unique (purchase_id);
create index charge_merchant_id_mode_id_index on charge (merchant_id, mode, id);
create index charge_status_sent_at_index on charge (status, sent_at);
alter table charge add constraint charge_subscription_id_period_index_unique unique (subscription_id, period_index);
alter table charge add constraint charge_mode_check check (mode in ('test', 'live'));
alter table charge add constraint charge_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table charge add constraint charge_status_check check (status in ('intent', 'sent', 'succeeded', 'declined', 'in_doubt', 'not_charged', 'waived', 'void'));
alter table charge add constraint charge_decline_reason_check check (decline_reason in ('insufficient_ceiling', 'line_suspended', 'line_closed', 'purchases_blocked', 'mandate_revoked', 'token_rejected', 'monthly_cap_reached', 'not_charged', 'expired', 'unknown'));

create table charge_attempt (
  id bigserial primary key,
  charge_id varchar(40) not null,
  number int not null,
  client_correlator varchar(96) not null,
  outcome text not null,
  detail text null,
  sent_at timestamptz(3) not null,
  finished_at timestamptz(3) null
);
alter table charge_attempt add constraint charge_attempt_client_correlator_unique unique (client_correlator);
alter table charge_attempt add constraint charge_attempt_charge_id_number_unique unique (charge_id, number);
alter table charge_attempt add constraint charge_attempt_outcome_check check (outcome in ('sent', 'not_sent', 'succeeded', 'declined', 'in_doubt', 'not_charged'));

create table code (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  document_id varchar(40) not null,
  buyer_id varchar(40) not null,
  purchase_id varchar(40) null,
  subscription_id varchar(40) null,
  code_hash bytea not null,
  code_sealed bytea not null,
  used_at timestamptz(3) null,
  used_by varchar(40) null,
  created_at timestamptz(3) not null,
  primary key (id)
);
create index code_purchase_id_index on code (purchase_id);
alter table code add constraint code_subscription_id_unique unique (subscription_id);
alter table code add constraint code_code_hash_unique unique (code_hash);
alter table code add constraint code_mode_check check (mode in ('test', 'live'));

create table event (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  document_id varchar(40) not null,
  type text not null,
  purchase_id varchar(40) null,
  subscription_id varchar(40) null,
  sequence int null,
  data jsonb not null,
  occurred_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  callback_url text null,
  delivery_status text not null,
  next_attempt_at timestamptz(3) null,
  delivered_at timestamptz(3) null,
  primary key (id)
);
create index event_merchant_id_mode_id_index on event (merchant_id, mode, id);
alter table event add constraint event_subscription_id_sequence_unique unique (subscription_id, sequence);
alter table event add constraint event_mode_check check (mode in ('test', 'live'));
alter table event add constraint event_type_check check (type in ('purchase.completed', 'purchase.declined', 'subscription.activated', 'subscription.renewed', 'subscription.past_due', 'subscription.period_skipped', 'subscription.ended', 'charge.refunded'));
alter table event add constraint event_delivery_status_check check (delivery_status in ('none', 'pending', 'retrying', 'delivered', 'failed', 'disabled'));

create table event_delivery (
  id bigserial primary key,
  event_id varchar(40) not null,
  attempted_at timestamptz(3) not null,
  latency_ms int not null,
  response_status int null,
  response_head text null,
  error text null
);
create index event_delivery_event_id_index on event_delivery (event_id);

create table mail (
  id varchar(40) not null,
  kind text not null,
  subject_id varchar(40) not null,
  occasion varchar(48) not null,
  locale text not null,
  occurred_at timestamptz(3) not null,
  status text not null,
  attempts int not null,
  next_attempt_at timestamptz(3) null,
  sent_at timestamptz(3) null,
  last_error text null,
  primary key (id)
);
create index mail_subject_id_index on mail (subject_id);
alter table mail add constraint mail_kind_subject_id_occasion_unique unique (kind, subject_id, occasion);
alter table mail add constraint mail_kind_check check (kind in ('purchase_codes', 'subscription_started', 'subscription_renewed', 'subscription_past_due', 'subscription_ended'));
alter table mail add constraint mail_locale_check check (locale in ('fr', 'en'));
alter table mail add constraint mail_status_check check (status in ('queued', 'sent', 'failed'));

create table checkout (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  mode text not null,
  document_id varchar(40) not null,
  quantity int null,
  offer_id varchar(40) null,
  isp text null,
  locale text not null,
  client_reference text null,
  return_url text null,
  test_clock_id varchar(40) null,
  email_sealed bytea null,
  key_wrapped bytea null,
  state_hash bytea null,
  purchase_id varchar(40) not null,
  subscription_id varchar(40) not null,
  completed_at timestamptz(3) null,
  failure varchar(40) null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table checkout add constraint checkout_purchase_id_unique unique (purchase_id);
alter table checkout add constraint checkout_subscription_id_unique unique (subscription_id);
create index checkout_merchant_id_mode_id_index on checkout (merchant_id, mode, id);
alter table checkout add constraint checkout_mode_check check (mode in ('test', 'live'));
alter table checkout add constraint checkout_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));
alter table checkout add constraint checkout_locale_check check (locale in ('fr', 'en'));

create table idempotent_request (
  merchant_id varchar(40) not null,
  mode text not null,
  key varchar(255) not null,
  request_hash bytea not null,
  resource_id varchar(40) not null,
  locked_until timestamptz(3) not null,
  response_status int null,
  response_sealed bytea null,
  created_at timestamptz(3) not null,
  primary key (merchant_id, mode, key)
);
create index idempotent_request_created_at_index on idempotent_request (created_at);
alter table idempotent_request add constraint idempotent_request_mode_check check (mode in ('test', 'live'));

create table isp_notification (
  isp text not null,
  notification_id varchar(120) not null,
  type varchar(120) not null,
  received_at timestamptz(3) not null,
  primary key (isp, notification_id)
);
alter table isp_notification add constraint isp_notification_isp_check check (isp in ('alice', 'free', 'orange', 'sfr'));

-- What belongs to what.
alter table api_key add constraint api_key_merchant_id_foreign foreign key (merchant_id) references merchant (id);
alter table callback_secret add constraint callback_secret_merchant_id_foreign foreign key (merchant_id) references merchant (id);
alter table document add constraint document_merchant_id_foreign foreign key (merchant_id) references merchant (id);
alter table offer add constraint offer_document_id_foreign foreign key (document_id) references document (id);
alter table test_clock add constraint test_clock_merchant_id_foreign foreign key (merchant_id) references merchant (id);
alter table purchase add constraint purchase_document_id_foreign foreign key (document_id) references document (id);
alter table purchase add constraint purchase_buyer_id_foreign foreign key (buyer_id) references buyer (id);
alter table subscription add constraint subscription_document_id_foreign foreign key (document_id) references document (id);
alter table subscription add constraint subscription_offer_id_foreign foreign key (offer_id) references offer (id);
alter table subscription add constraint subscription_buyer_id_foreign foreign key (buyer_id) references buyer (id);
alter table subscription add constraint subscription_test_clock_id_foreign foreign key (test_clock_id) references test_clock (id);
alter table charge add constraint charge_buyer_id_foreign foreign key (buyer_id) references buyer (id);
alter table charge add constraint charge_purchase_id_foreign foreign key (purchase_id) references purchase (id);
alter table charge add constraint charge_subscription_id_foreign foreign key (subscription_id) references subscription (id);
alter table charge_attempt add constraint charge_attempt_charge_id_foreign foreign key (charge_id) references charge (id);
alter table code add constraint code_document_id_foreign foreign key (document_id) references document (id);
alter table code add constraint code_buyer_id_foreign foreign key (buyer_id) references buyer (id);
alter table code add constraint code_purchase_id_foreign foreign key (purchase_id) references purchase (id);
alter table code add constraint code_subscription_id_foreign foreign key (subscription_id) references subscription (id);
alter table event add constraint event_document_id_foreign foreign key (document_id) references document (id);
alter table event add constraint event_purchase_id_foreign foreign key (purchase_id) references purchase (id);
alter table event add constraint event_subscription_id_foreign foreign key (subscription_id) references subscription (id);
alter table event_delivery add constraint event_delivery_event_id_foreign foreign key (event_id) references event (id);
alter table checkout add constraint checkout_document_id_foreign foreign key (document_id) references document (id);

-- The rules of money that no code may bend (product.md).
alter table offer add constraint offer_price_within_ceiling check (
  price_cents > 0 and price_cents <= case period when 'week' then 500 when 'month' then 1000 else 2500 end
);
alter table purchase add constraint purchase_total_is_sum check (amount_cents = unit_price_cents * quantity and quantity > 0);
alter table purchase add constraint purchase_total_within_ceiling check (amount_cents > 0 and amount_cents <= 3000);
alter table charge add constraint charge_has_one_subject check (
  (purchase_id is not null and subscription_id is null and period_index is null and key = purchase_id)
  or (purchase_id is null and subscription_id is not null and period_index is not null and key = subscription_id || ':' || period_index)
);
alter table charge add constraint charge_amount_is_legal check (amount_cents > 0 and amount_cents <= 5000);
alter table charge add constraint charge_success_is_known_to_the_isp check (status <> 'succeeded' or (isp_reference is not null and settled_at is not null));
alter table charge add constraint charge_sent_has_an_instant check (
  status in ('intent', 'waived', 'void') or sent_at is not null or decline_reason is not distinct from 'monthly_cap_reached'
);
alter table code add constraint code_has_one_subject check ((purchase_id is null) <> (subscription_id is null));
alter table subscription add constraint subscription_end_is_whole check (
  (status = 'ended') = (ended_at is not null) and (ended_at is null) = (end_reason is null) and (ended_at is null or next_charge_at is null)
);

-- One successful payment of the ISP belongs to one charge.
create unique index charge_isp_reference_unique on charge (isp, isp_reference) where isp_reference is not null;

-- The monthly cap is counted at each charge.
create index charge_buyer_spending_index on charge (buyer_id, booked_at) include (amount_cents, status, mode);

-- What the dispatchers and the sweep look for, however many rows are done.
create index event_due_index on event (next_attempt_at, id) where delivery_status = 'pending';
create index mail_due_index on mail (next_attempt_at, id) where status = 'queued';
create index subscription_end_unfinished_index on subscription (updated_at) where ended_at is not null and mandate_cancelled_at is null;
create index subscription_pending_index on subscription (created_at) where status = 'pending';
create index purchase_processing_index on purchase (created_at) where status = 'processing';
create index test_clock_advancing_index on test_clock (id) where now_at < target_at;
