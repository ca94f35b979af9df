-- The ledger by month of recording, so that it stays as fast as its newest month and old months can leave in one step.
-- A key over all months would have to contain the month. That no sequence comes twice is therefore guarded by what gives
-- it out: the cell's row in stock_level, locked while it counts up, and never falling. Within a month it is a unique key.
alter table inventory.stock_movement rename to stock_movement_before;
alter index inventory.stock_movement_pkey rename to stock_movement_before_pkey;
alter index inventory.stock_movement_feed rename to stock_movement_before_feed;

create sequence inventory.stock_movement_id as bigint; -- no cache: the feed's order of a cell relies on it
create table inventory.stock_movement (
    like inventory.stock_movement_before including defaults including constraints including comments
) partition by range (recorded_at);
alter table inventory.stock_movement alter column id set default nextval('inventory.stock_movement_id');
alter sequence inventory.stock_movement_id owned by inventory.stock_movement.id;
comment on table inventory.stock_movement is
    'append-only; stock_level is its sum, with stock_opening for the months that were closed';

create trigger stock_movement_is_append_only
    before update or delete on inventory.stock_movement
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger stock_movement_is_never_truncated
    before truncate on inventory.stock_movement
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();

create table inventory.stock_opening (
    sku              text           not null,
    location         text           not null,
    on_hand          numeric(18, 3) not null,
    on_hand_by_count numeric(18, 3) not null,
    reserved         numeric(18, 3) not null,
    committed        numeric(18, 3) not null,
    damaged          numeric(18, 3) not null,
    quality_control  numeric(18, 3) not null,
    display          numeric(18, 3) not null,
    movements        bigint         not null,
    last_sequence    bigint         not null,
    primary key (sku, location)
);
comment on table inventory.stock_opening is 'what the closed months of the ledger sum up to, by cell';
comment on column inventory.stock_opening.on_hand_by_count is 'the part of on_hand that adjusted the books to counts';
create trigger stock_opening_is_never_deleted
    before delete on inventory.stock_opening
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger stock_opening_is_never_truncated
    before truncate on inventory.stock_opening
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();

create table inventory.closed_partition (
    name         text        not null primary key,
    begins_at    timestamptz not null,
    ends_at      timestamptz not null,
    movements    bigint      not null,
    last_feed_tx xid8        not null,
    closed_at    timestamptz not null
);
comment on table inventory.closed_partition is 'which months have left the ledger, and how far the change feed goes back';

create function inventory.next_month(moment timestamptz) returns timestamptz language sql stable as $$
    select (date_trunc('month', moment at time zone 'UTC') + interval '1 month') at time zone 'UTC'
$$;

-- What every partition has of its own.
create function inventory.furnish_partition(name text) returns void language plpgsql as $$
begin
    execute format('create unique index %I on inventory.%I (sku, location, sequence)', name || '_once', name);
    execute format('create unique index %I on inventory.%I (feed_tx, id)', name || '_feed', name);
    execute format('create trigger stock_movement_is_never_truncated before truncate on inventory.%I
        for each statement execute function inventory.refuse_to_rewrite_the_ledger()', name);
end $$;

create function inventory.furnish_default_partition() returns void language plpgsql as $$
begin
    create table inventory.stock_movement_elsewhen (like inventory.stock_movement including defaults including constraints);
    perform inventory.furnish_partition('stock_movement_elsewhen');
    alter table inventory.stock_movement attach partition inventory.stock_movement_elsewhen default;
end $$;

-- Makes the month that contains an instant, if it is not there. Rows that lie in the safety net already move into it.
create function inventory.make_partition(moment timestamptz) returns boolean language plpgsql as $$
declare
    begins timestamptz := date_trunc('month', moment, 'UTC');
    ends   timestamptz := inventory.next_month(moment);
    month  text := 'stock_movement_' || to_char(moment at time zone 'UTC', 'YYYY_MM');
    strays boolean;
begin
    if to_regclass('inventory.' || month) is not null
        or exists (select from inventory.closed_partition c where c.name = month) then
        return false;
    end if;
    execute format('create table inventory.%I (like inventory.stock_movement including defaults including constraints)', month);
    perform inventory.furnish_partition(month);
    -- Known to be true while it is attached, so that nothing is looked through.
    execute format('alter table inventory.%I add constraint month check (recorded_at >= %L and recorded_at < %L)',
        month, begins, ends);
    select exists (select from inventory.stock_movement_elsewhen e where e.recorded_at >= begins and e.recorded_at < ends)
        into strays;
    if strays then
        alter table inventory.stock_movement detach partition inventory.stock_movement_elsewhen;
        alter table inventory.stock_movement_elsewhen rename to strays;
        alter index inventory.stock_movement_elsewhen_once rename to strays_once;
        alter index inventory.stock_movement_elsewhen_feed rename to strays_feed;
        perform inventory.furnish_default_partition();
    end if;
    execute format('alter table inventory.stock_movement attach partition inventory.%I for values from (%L) to (%L)',
        month, begins, ends);
    execute format('alter table inventory.%I drop constraint month', month);
    if strays then
        insert into inventory.stock_movement select * from inventory.strays order by id;
        drop table inventory.strays;
    end if;
    return true;
end $$;

create function inventory.make_partitions(since timestamptz, until timestamptz) returns integer language plpgsql as $$
declare
    month timestamptz := date_trunc('month', since, 'UTC');
    made  integer := 0;
begin
    while month <= until loop
        if inventory.make_partition(month) then
            made := made + 1;
        end if;
        month := inventory.next_month(month);
    end loop;
    return made;
end $$;

-- Takes the oldest month out of the ledger and keeps its sums, in one transaction. Its table stays, to be archived.
create function inventory.close_partition(closing text) returns bigint language plpgsql as $$
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
            quality_control, display, movements, last_sequence)
        select sku, location,
            coalesce(sum(delta) filter (where quantity_name = 'ON_HAND'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'ON_HAND' and count_id is not null), 0),
            coalesce(sum(delta) filter (where quantity_name = 'RESERVED'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'COMMITTED'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'DAMAGED'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'QUALITY_CONTROL'), 0),
            coalesce(sum(delta) filter (where quantity_name = 'DISPLAY'), 0),
            count(*), max(sequence)
        from inventory.%I group by sku, location
        on conflict (sku, location) do update set on_hand = o.on_hand + excluded.on_hand,
            on_hand_by_count = o.on_hand_by_count + excluded.on_hand_by_count,
            reserved = o.reserved + excluded.reserved, committed = o.committed + excluded.committed,
            damaged = o.damaged + excluded.damaged, quality_control = o.quality_control + excluded.quality_control,
            display = o.display + excluded.display, movements = o.movements + excluded.movements,
            last_sequence = greatest(o.last_sequence, excluded.last_sequence) $sql$, closing);
    execute format($sql$
        insert into inventory.closed_partition (name, begins_at, ends_at, movements, last_feed_tx, closed_at)
        select %L, %L, %L, count(*), coalesce(max(feed_tx), '0'), now() from inventory.%I returning movements $sql$,
        closing, begins, ends, closing) into closed;
    execute format('alter table inventory.stock_movement detach partition inventory.%I', closing);
    return closed;
end $$;

select inventory.furnish_default_partition();
select inventory.make_partitions(
    (select coalesce(min(recorded_at), now()) from inventory.stock_movement_before), now() + interval '3 months');
insert into inventory.stock_movement select * from inventory.stock_movement_before order by feed_tx, id;
select setval('inventory.stock_movement_id', (select coalesce(max(id), 0) + 1 from inventory.stock_movement_before), false);
drop table inventory.stock_movement_before;
