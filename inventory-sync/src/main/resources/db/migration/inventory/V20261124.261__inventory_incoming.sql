-- What is on its way to a location: a number of the cell like the others, moved by movements, on no shelf.
alter table inventory.stock_level
    add column incoming numeric(15, 3) not null default 0 check (incoming between 0 and 1000000000);
comment on column inventory.stock_level.incoming is
    'on its way here and not on hand: the sum of what is left of the open shipments to here';

alter table inventory.stock_movement
    add column incoming_after numeric(15, 3) not null default 0,
    drop constraint stock_movement_quantity_name_check,
    add constraint stock_movement_quantity_name_check check (quantity_name in
        ('ON_HAND', 'RESERVED', 'COMMITTED', 'DAMAGED', 'QUALITY_CONTROL', 'DISPLAY', 'INCOMING'));

alter table inventory.stock_opening add column incoming numeric(18, 3) not null default 0;

-- As before, with what is incoming.
create or replace function inventory.close_partition(closing text) returns bigint language plpgsql as $$
declare
    begins timestamptz;
    ends   timestamptz;
    closed bigint;
begin
    if closing !~ '^stock_movement_[0-9]{4}_[0-9]{2}$' or not exists (
        select from pg_inherits where inhparent = 'inventory.stock_movement'::regclass
            and inhrelid = to_regclass('inventory.' || closing)) then
        raise exception 'inventory.% is no month of the ledger', closing using errcode = 'invalid_parameter_value';
    end if;
    if exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'inventory.stock_movement'::regclass
            and c.relname ~ '^stock_movement_[0-9]{4}_[0-9]{2}$' and c.relname < closing) then
        raise exception 'close older months before inventory.%', closing using errcode = 'object_not_in_prerequisite_state';
    end if;
    begins := make_timestamptz(substr(closing, 16, 4)::integer, right(closing, 2)::integer, 1, 0, 0, 0, 'UTC');
    ends := inventory.next_month(begins);
    if ends > now() - interval '90 days' then
        raise exception 'inventory.% ended less than 90 days ago: counts may still reach back into it', closing
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    execute format('lock table inventory.%I in share mode', closing);
    execute format($sql$
        insert into inventory.stock_opening as o (sku, location, on_hand, on_hand_by_count, reserved, committed, damaged,
            quality_control, display, incoming, movements, last_sequence)
        select sku, location,
            coalesce(sum(delta) filter (where quantity_name = 'ON_HAND'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'ON_HAND' and count_id is not null), 0),
            coalesce(sum(delta) filter (where quantity_name = 'RESERVED'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'COMMITTED'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'DAMAGED'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'QUALITY_CONTROL'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'DISPLAY'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'INCOMING'), 0),
            count(*), max(sequence)
        from inventory.%I group by sku, location
        on conflict (sku, location) do update set on_hand = o.on_hand + excluded.on_hand,
            on_hand_by_count = o.on_hand_by_count + excluded.on_hand_by_count,
            reserved = o.reserved + excluded.reserved, committed = o.committed + excluded.committed,
            damaged = o.damaged + excluded.damaged, quality_control = o.quality_control + excluded.quality_control,
            display = o.display + excluded.display, incoming = o.incoming + excluded.incoming,
            movements = o.movements + excluded.movements,
            last_sequence = greatest(o.last_sequence, excluded.last_sequence) $sql$, closing);
    execute format($sql$
        insert into inventory.closed_partition (name, begins_at, ends_at, movements, last_feed_tx, closed_at)
        select %L, %L, %L, count(*), coalesce(max(feed_tx), '0'), now() from inventory.%I returning movements $sql$,
        closing, begins, ends, closing) into closed;
    execute format('alter table inventory.stock_movement detach partition inventory.%I', closing);
    return closed;
end $$;
