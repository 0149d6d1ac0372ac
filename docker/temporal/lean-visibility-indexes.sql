-- For the database temporal_visibility of PostgreSQL: the schema has an index for every column by which somebody might look for workflows, and
-- each takes some 300 bytes for each workflow, whether or not that column says anything of it. Together they are half of what a sleeping
-- subscription takes.
--
-- Nothing is dropped. An index by a column that may be null keeps only the rows that have a value there: whatever looks for a value finds it by
-- the index as before, and lists are always ordered by closing and start, never by such a column. Indexes by what nobody here looks by, but
-- every workflow has, are made empty: root workflow and root run (ours have no children), task queue (ours all have the same) and execution
-- time (ours begin at once). Such lists still work, by the index of all workflows of a namespace.
-- Every index keeps its name, so that a later version of Temporal's schema can drop, change or make it as it expects.
--
-- Safe to run again, and worth it after each update of Temporal's schema: what is lean already is left alone. Once a table is large, run it when
-- little is going on: no workflow's row can be written while its indexes are made.
do $$
declare
  found record;
begin
  for found in
    select index.relname as name, pg_get_indexdef(index.oid) as definition,
      case when index.relname in ('by_root_workflow_id', 'by_root_run_id', 'by_task_queue', 'by_execution_time') then 'false'
        else quote_ident(looked_by.attname) || ' is not null' end as condition
    from pg_index
    join pg_class index on index.oid = pg_index.indexrelid
    -- What comes after the namespace. An index that goes on with an expression has no such column: that of all workflows of a namespace.
    join pg_attribute looked_by on looked_by.attrelid = pg_index.indrelid and looked_by.attnum = pg_index.indkey[1]
    where pg_index.indrelid = 'executions_visibility'::regclass and pg_index.indpred is null and not pg_index.indisunique
      and (not looked_by.attnotnull or index.relname in ('by_root_workflow_id', 'by_root_run_id', 'by_task_queue', 'by_execution_time'))
  loop
    execute format('drop index %I', found.name);
    execute format('%s where %s', found.definition, found.condition);
  end loop;
end
$$;
