-- Optional, in the database temporal_visibility of PostgreSQL: half of what a sleeping subscription takes are indexes of workflows by columns
-- that nobody here looks by. Temporal works without them; only lists that are narrowed or ordered by these columns would become slow.
-- Kept are those by id, type, status, start, queue, namespace division, schedule and our three search attributes (Keyword01 to Keyword03).
drop index if exists by_int_01;
drop index if exists by_int_02;
drop index if exists by_int_03;
drop index if exists by_double_01;
drop index if exists by_double_02;
drop index if exists by_double_03;
drop index if exists by_bool_01;
drop index if exists by_bool_02;
drop index if exists by_bool_03;
drop index if exists by_datetime_01;
drop index if exists by_datetime_02;
drop index if exists by_datetime_03;
drop index if exists by_keyword_04;
drop index if exists by_keyword_05;
drop index if exists by_keyword_06;
drop index if exists by_keyword_07;
drop index if exists by_keyword_08;
drop index if exists by_keyword_09;
drop index if exists by_keyword_10;
drop index if exists by_batcher_user;
drop index if exists by_execution_duration;
drop index if exists by_history_length;
drop index if exists by_history_size_bytes;
drop index if exists by_parent_run_id;
drop index if exists by_parent_workflow_id;
drop index if exists by_root_run_id;
drop index if exists by_root_workflow_id;
drop index if exists by_state_transition_count;
drop index if exists by_temporal_schedule_paused;
drop index if exists by_temporal_scheduled_start_time;
drop index if exists by_temporal_worker_deployment;
drop index if exists by_temporal_worker_deployment_version;
drop index if exists by_temporal_workflow_versioning_behavior;
