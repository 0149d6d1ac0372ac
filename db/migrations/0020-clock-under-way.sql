-- A clock that stands at its target is still under way while what is due at that very instant is being done.
alter table test_clock add column advancing boolean null;
update test_clock set advancing = now_at < target_at;
alter table test_clock alter column advancing set not null;
drop index test_clock_advancing_index;
create index test_clock_advancing_index on test_clock (id) where advancing;
