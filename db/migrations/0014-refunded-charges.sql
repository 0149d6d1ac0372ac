-- Charges that were given back wholly, and in part: one index each, so that neither list reads through the other.
drop index charge_refunded_index;
create index charge_refunded_index on charge (merchant_id, mode, id) where refunded_cents > 0 and refunded_cents = amount_cents;
create index charge_partly_refunded_index on charge (merchant_id, mode, id) where refunded_cents > 0 and refunded_cents < amount_cents;
