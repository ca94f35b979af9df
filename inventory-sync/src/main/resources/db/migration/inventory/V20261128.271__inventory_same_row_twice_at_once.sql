-- "insert … on conflict (id)" settles who comes first by the id alone. Where the same new row arrives twice at once, the
-- second may meet the first in another unique key before, and was refused as if that were somebody else's. A deferrable
-- key is looked at after the statement, when the id has settled it; whoever really takes what is another's is refused
-- as before.
alter table inventory.location
    drop constraint location_gln_key,
    add constraint location_gln_key unique (gln) deferrable initially immediate;

do $$
declare
    name text;
begin
    select conname into strict name from pg_constraint
    where conrelid = 'inventory.availability_rule'::regclass and contype = 'u';
    execute format('alter table inventory.availability_rule drop constraint %I', name);
end
$$;
alter table inventory.availability_rule
    add constraint availability_rule_one_per_scope
    unique nulls not distinct (channel, location_group, category, sku) deferrable initially immediate;
