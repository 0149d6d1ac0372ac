-- What the sweep looks for to find work that Temporal has forgotten: its database was lost, or a workflow was terminated by hand.
create index subscription_overdue_index on subscription (next_charge_at) where ended_at is null and test_clock_id is null;
create index charge_unsettled_index on charge (sent_at) where status in ('sent', 'in_doubt');
create index refund_unsettled_index on refund (created_at) where status in ('intent', 'sent', 'in_doubt');
