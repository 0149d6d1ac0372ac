-- How the callbacks of a document are sent, and how that goes. A document without a row has never failed, and is told by Standard Webhooks.
create table callback_endpoint (
  document_id varchar(40) not null,
  format text not null,
  failures_in_row int not null,
  failing_since timestamptz(3) null,
  probe_at timestamptz(3) null,
  disabled_reason text null,
  last_check jsonb null,
  primary key (document_id)
);
alter table callback_endpoint add constraint callback_endpoint_format_check check (format in ('standard_webhooks', 'legacy_get'));
alter table callback_endpoint add constraint callback_endpoint_disabled_reason_check check (disabled_reason in ('gone', 'failing'));
alter table callback_endpoint add constraint callback_endpoint_document_id_foreign foreign key (document_id) references document (id);

-- Until when a failed delivery is tried again from the table.
alter table event add column give_up_at timestamptz(3) null;
update event set next_attempt_at = null where delivery_status <> 'pending' and next_attempt_at is not null;
update event set give_up_at = now() + interval '3 days' where next_attempt_at is not null;

-- What waits for the dispatchers, by document: however many wait for one, those of the next are found as fast. The other is for handing a
-- few of a document's callbacks to workflows, and no more.
drop index event_due_index;
create index event_waiting_index on event (document_id, next_attempt_at, id) where next_attempt_at is not null;
create index event_in_workflow_index on event (document_id) where delivery_status = 'retrying' and next_attempt_at is null;

-- What merchants narrow their lists by.
create index event_document_id_id_index on event (document_id, id);
create index event_merchant_id_mode_created_at_index on event (merchant_id, mode, created_at);
create index event_undelivered_index on event (merchant_id, mode, delivery_status, id) where delivery_status <> 'delivered';
