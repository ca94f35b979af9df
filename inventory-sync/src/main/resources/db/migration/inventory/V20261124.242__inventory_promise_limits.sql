create table inventory.backorder_limit (
    sku            text           not null references inventory.item (sku) on delete cascade,
    location       text           not null references inventory.location (id),
    backorder      numeric(15, 3) not null check (backorder between 0 and 1000000),
    preorder       numeric(15, 3) not null check (preorder between 0 and 1000000),
    available_from timestamptz,
    primary key (sku, location)
);
comment on table inventory.backorder_limit is 'how much of an item may be promised at a location beyond what is on hand';
comment on column inventory.backorder_limit.preorder is 'the limit until available_from; from then on it is backorder';

create table inventory.owner_limit (
    sku           text           not null primary key references inventory.item (sku) on delete cascade,
    max_per_owner numeric(15, 3) not null check (max_per_owner > 0)
);
comment on table inventory.owner_limit is 'how much of an item one owner may have in open reservations, everywhere together';

create function inventory.promisable_beyond(of_sku text, at_location text) returns numeric language sql stable as $$
    select coalesce((select case when available_from > now() then preorder else backorder end
        from inventory.backorder_limit where sku = of_sku and location = at_location), 0)
$$;

-- Its triggers call it only when more would be promised than is on hand; then the limit decides.
create or replace function inventory.refuse_to_promise_more_than_there_is() returns trigger language plpgsql as $$
begin
    if new.reserved + new.committed + new.damaged + new.quality_control + new.display
            > new.on_hand + inventory.promisable_beyond(new.sku, new.location) then
        raise exception 'more promised than there is: % of % at %, on hand %, of which not for sale %',
            new.reserved + new.committed, new.sku, new.location, new.on_hand,
            new.damaged + new.quality_control + new.display
            using errcode = 'check_violation', constraint = 'stock_level_promised_within_on_hand';
    end if;
    return new;
end $$;

-- Once a statement, for the owners and items that have a limit; two that add for one owner wait for each other here.
create function inventory.refuse_more_than_an_owner_may_have() returns trigger language plpgsql as $$
declare
    owned record;
begin
    for owned in
        select distinct added.owner, added.sku, owner_limit.max_per_owner
        from added join inventory.owner_limit using (sku)
        order by added.owner, added.sku
    loop
        perform pg_advisory_xact_lock(hashtextextended('owner/' || owned.owner || '/' || owned.sku, 0));
        if (select sum(quantity) from inventory.reservation_line
                where owner = owned.owner and sku = owned.sku and state in ('HELD', 'COMMITTED'))
                > owned.max_per_owner then
            -- Who asks has looked before; only another one of the same owner at the same moment leads here. So it is
            -- tried again, and then finds the limit reached.
            raise exception 'an owner would have more than % of %', owned.max_per_owner, owned.sku
                using errcode = 'serialization_failure', constraint = 'reservation_line_within_owner_limit';
        end if;
    end loop;
    return null;
end $$;

create trigger reservation_line_within_owner_limit
    after insert on inventory.reservation_line
    referencing new table as added
    for each statement execute function inventory.refuse_more_than_an_owner_may_have();
