-- When a key last opened something, to the minute: what tells a merchant which of two keys is safe to revoke.
alter table api_key add column last_used_at timestamptz(3) null;
