-- The events of one purchase.
create index event_purchase_id_index on event (purchase_id);
