-- What a buyer agreed to when a subscription was sold, kept as evidence for its dossier.

-- Each text once, however many buyers were shown it. `version` is the SHA-256 of its language and its words, so a version is one text for ever.
create table consent_text (
  version varchar(64) not null,
  language text not null,
  body text not null,
  created_at timestamptz(3) not null,
  primary key (version)
);
alter table consent_text add constraint consent_text_language_check check (language in ('fr', 'en'));

-- One row per subscription, written in the transaction that writes the subscription.
create table consent (
  subscription_id varchar(40) not null,
  channel text not null,
  checkout_id varchar(40) null,
  merchant_name varchar(120) not null,
  document_name varchar(120) not null,
  site_url text not null,
  ceiling_cents bigint not null,
  text_version varchar(64) null,
  shown_at timestamptz(3) null,
  accepted_at timestamptz(3) null,
  isp_page jsonb null,
  token_presented_at timestamptz(3) not null,
  mandate_made_at timestamptz(3) null,
  primary key (subscription_id)
);
alter table consent add constraint consent_channel_check check (channel in ('checkout', 'api'));
alter table consent add constraint consent_subscription_id_foreign foreign key (subscription_id) references subscription (id);
alter table consent add constraint consent_checkout_id_foreign foreign key (checkout_id) references checkout (id);
alter table consent add constraint consent_text_version_foreign foreign key (text_version) references consent_text (version);
-- Of a sale in our checkout everything is known that was shown there; of a sale through the API nothing is claimed that we did not see.
alter table consent add constraint consent_is_whole check (case channel
  when 'checkout' then checkout_id is not null and text_version is not null and accepted_at is not null and isp_page is not null
  else checkout_id is null and text_version is null and shown_at is null and accepted_at is null and isp_page is null end);

-- What the buyer confirmed in the popup, until the sale takes it over; and when the form was last sent to the buyer's browser.
alter table checkout add column form_shown_at timestamptz(3) null;
alter table checkout add column consent jsonb null;
