-- Whoever waits for a purchase's outcome hears of it at its commit (db/settlements.ts), before Temporal has passed on what the workflow answers.
create function tell_of_settled_purchase() returns trigger language plpgsql as $$
begin
  perform pg_notify('purchase_settled', new.id);
  return null;
end $$;
create trigger settled_purchase_is_told after update of status on purchase for each row
  when (old.status is distinct from new.status and new.status in ('completed', 'declined')) execute function tell_of_settled_purchase();
