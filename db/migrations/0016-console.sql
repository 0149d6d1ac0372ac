-- Who is signed in to the merchant console. Links and sessions are known by keyed hashes only: nobody signs in with what stands here.

-- A link that was asked for, whether or not anybody has the address.
create table console_sign_in (
  id varchar(40) not null,
  token_hash bytea not null,
  email_hash bytea not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3) null,
  primary key (id)
);
alter table console_sign_in add constraint console_sign_in_token_hash_unique unique (token_hash);
create index console_sign_in_email_hash_created_at_index on console_sign_in (email_hash, created_at);
create index console_sign_in_created_at_index on console_sign_in (created_at);

-- `email_hash` is the person; `merchant_id` is whom the person acts for, once that is chosen.
create table console_session (
  id varchar(40) not null,
  token_hash bytea not null,
  email_hash bytea not null,
  merchant_id varchar(40) null,
  mode text not null,
  created_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  primary key (id)
);
alter table console_session add constraint console_session_token_hash_unique unique (token_hash);
create index console_session_email_hash_index on console_session (email_hash);
create index console_session_expires_at_index on console_session (expires_at);
alter table console_session add constraint console_session_mode_check check (mode in ('test', 'live'));
alter table console_session add constraint console_session_merchant_id_foreign foreign key (merchant_id) references merchant (id);

alter table mail drop constraint mail_kind_check;
alter table mail add constraint mail_kind_check check (kind in ('purchase_codes', 'subscription_started', 'subscription_renewed', 'subscription_past_due', 'subscription_ended', 'charge_refunded', 'console_sign_in'));
