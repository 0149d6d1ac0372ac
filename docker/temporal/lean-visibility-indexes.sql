-- For the database temporal_visibility of PostgreSQL: the schema has an index for every column by which somebody might look for workflows, and
-- each takes some 300 bytes for each workflow, whether or not that column says anything of it. Together they are half of what a sleeping
-- subscription takes.
--
-- Nothing is dropped. An index by a column that may be null keeps only the rows that have a value there: whatever looks for a value finds it by
-- the index as before, and lists are always ordered by closing and start, never by such a column. That by status keeps what is not running (1):
-- the running ones come first in the index of all workflows of a namespace. Indexes by what nobody here looks by, but every workflow has, are
-- made empty: root workflow and root run (ours have no children), task queue (ours all have the same) and execution time (ours begin at once).
-- Such lists still work, by the index of all workflows of a namespace.
-- What is kept is turned round: by the schema the newest workflow comes first, where a page that is full is split into halves that nothing
-- fills any more; read backwards the order is the same, and the newest is added at the end, to pages that are full.
-- Every index keeps its name, so that a later version of Temporal's schema can drop, change or make it as it expects.
--
-- Safe to run again, and worth it after each update of Temporal's schema: what is lean already is left alone. Once a table is large, run it when
-- little is going on: no workflow's row can be written while its indexes are made.
do $$
declare
  full_index record;
begin
  for full_index in
    select index.relname as name,
      replace(replace(pg_get_indexdef(index.oid), ') DESC, ', '), '), 'start_time DESC, run_id)', 'start_time, run_id DESC)') as definition,
      case when by_name.condition is not null then ' where ' || by_name.condition
        when not attnotnull then ' where ' || quote_ident(attname) || ' is not null' else '' end as condition
    from pg_index
    join pg_class index on index.oid = indexrelid
    -- What comes after the namespace; nothing where that is an expression, as in the index of all workflows of a namespace.
    left join pg_attribute on attrelid = indrelid and attnum = indkey[1]
    left join (
      values ('by_status', 'status <> 1'), ('by_root_workflow_id', 'false'), ('by_root_run_id', 'false'), ('by_task_queue', 'false'),
        ('by_execution_time', 'false')
    ) by_name (name, condition) on by_name.name = index.relname
    where indrelid = 'executions_visibility'::regclass and indpred is null and not indisunique
      and (not attnotnull or by_name.name is not null or pg_get_indexdef(index.oid) like '%start_time DESC, run_id)')
  loop
    execute format('drop index %I', full_index.name);
    execute full_index.definition || full_index.condition;
  end loop;
end
$$;
