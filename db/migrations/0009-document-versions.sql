-- What a document was at each time: every change makes a numbered version that never changes, and each sale names the one it was made under.
alter table document add column version int not null default 1;
alter table document add column archived_at timestamptz(3) null;

-- `offers`: those that were on sale, in the merchant's order, as [{id, period, price_cents}] with the cents as text.
create table document_version (
  document_id varchar(40) not null,
  number int not null,
  name varchar(120) not null,
  site_url text not null,
  locale text not null,
  price_cents bigint null,
  max_codes int null,
  callback_url text null,
  offers jsonb not null,
  created_at timestamptz(3) not null,
  primary key (document_id, number)
);
alter table document_version add constraint document_version_locale_check check (locale in ('fr', 'en'));
alter table document_version add constraint document_version_document_id_foreign foreign key (document_id) references document (id);

create function document_version_never_changes() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a document is never changed: % is refused', lower(tg_op)
    using errcode = 'restrict_violation', table = tg_table_name;
end $$;
create trigger document_version_never_changes before update or delete or truncate on document_version
  for each statement execute function document_version_never_changes();

-- Documents that are there already begin with what they are now. Sales before this have no version: what they were made under was not kept.
insert into document_version (document_id, number, name, site_url, locale, price_cents, max_codes, callback_url, offers, created_at)
select document.id, 1, name, site_url, locale, document.price_cents, max_codes, callback_url,
  coalesce((select jsonb_agg(jsonb_build_object('id', offer.id, 'period', period, 'price_cents', offer.price_cents::text) order by position)
    from offer where offer.document_id = document.id and offer.archived_at is null), '[]'), document.updated_at
from document;

alter table purchase add column document_version int null;
alter table subscription add column document_version int null;
-- What the buyer agreed to on the way to the ISP: what is sold at the way back, whatever has changed meanwhile.
alter table checkout add column document_version int null;
alter table purchase add constraint purchase_document_version_foreign foreign key (document_id, document_version) references document_version (document_id, number);
alter table subscription add constraint subscription_document_version_foreign foreign key (document_id, document_version) references document_version (document_id, number);
alter table checkout add constraint checkout_document_version_foreign foreign key (document_id, document_version) references document_version (document_id, number);
