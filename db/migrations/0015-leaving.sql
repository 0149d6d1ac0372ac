-- Subscriptions are found by the e-mail of who pays for them, by its keyed hash: for people who lost the letter with the link that ends it.
-- Rows from before have none yet; they get theirs when the first person asks (usecases/leaving.ts).
alter table subscription add column email_hash bytea null;
create index subscription_email_hash_index on subscription (email_hash);
create index subscription_email_unhashed_index on subscription (id) where email_hash is null;

-- Erasing a buyer is deleting the key; what the address can be recognised by goes with it.
create function forget_email_hash() returns trigger language plpgsql as $$
begin
  update subscription set email_hash = null where buyer_id = new.id and email_hash is not null;
  return null;
end
$$;
create trigger buyer_erased_forgets_email_hash after update of key_wrapped on buyer
  for each row when (new.key_wrapped is null) execute function forget_email_hash();

-- A wish to be sent the link that lists one's subscriptions. Written whether or not the address is known, so that the answer, and the time that it
-- takes, tell nobody who is a customer; the worker looks, and deletes what was about nobody.
create table leave_request (
  id varchar(40) not null,
  email_hash bytea not null,
  email_sealed bytea null,
  key_wrapped bytea null,
  token_hash bytea not null,
  locale text not null,
  attempts int not null,
  next_attempt_at timestamptz(3) null,
  last_error text null,
  sent_at timestamptz(3) null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
alter table leave_request add constraint leave_request_token_hash_unique unique (token_hash);
alter table leave_request add constraint leave_request_locale_check check (locale in ('fr', 'en'));
create index leave_request_due_index on leave_request (next_attempt_at, id) where next_attempt_at is not null;
create index leave_request_expires_at_index on leave_request (expires_at);
