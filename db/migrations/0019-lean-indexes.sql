-- Indexes of what few rows have: by the test clock that a subscription runs on, and by the purchase that a code belongs to. A subscription that sleeps
-- on the world's clock has neither, and its renewals have one index fewer to keep.
drop index subscription_test_clock_id_next_charge_at_index;
create index subscription_on_clock_index on subscription (test_clock_id, next_charge_at) where test_clock_id is not null;
drop index code_purchase_id_index;
create index code_of_purchase_index on code (purchase_id) where purchase_id is not null;
