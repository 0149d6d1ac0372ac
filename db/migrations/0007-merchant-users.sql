-- The people of a merchant: who gets the mails that concern the merchant, and who may sign in for it.
-- An address is found by its keyed hash and read only with the platform's key; one person may act for several merchants.
create table merchant_user (
  id varchar(40) not null,
  merchant_id varchar(40) not null,
  email_hash bytea not null,
  email_sealed bytea not null,
  locale text not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table merchant_user add constraint merchant_user_merchant_id_email_hash_unique unique (merchant_id, email_hash);
create index merchant_user_email_hash_index on merchant_user (email_hash);
alter table merchant_user add constraint merchant_user_locale_check check (locale in ('fr', 'en'));
alter table merchant_user add constraint merchant_user_merchant_id_foreign foreign key (merchant_id) references merchant (id);
