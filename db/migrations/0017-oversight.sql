-- What the operators' pages look for, however many rows are done.
-- How an ISP did of late: its attempts by the instant of their sending.
create index charge_attempt_sent_index on charge_attempt (sent_at);
-- Callbacks that are retried or were given up, the newest first, and the documents whose callbacks are switched off.
create index event_stuck_index on event (id) where delivery_status in ('retrying', 'failed');
create index document_disabled_index on document (callback_disabled_at) where callback_disabled_at is not null;
-- Letters that were given up.
create index mail_failed_index on mail (id) where status = 'failed';
