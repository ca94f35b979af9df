-- A count is an observation as of a time: the last one plus what moved after it is what is on hand.
create table inventory.held_change (
    id          uuid        not null primary key,
    location    text        not null references inventory.location (id),
    code        text        not null check (code <> ''),
    detail      text        not null,
    actor       text        not null,
    held_at     timestamptz not null,
    state       text        not null check (state in ('HELD', 'APPROVED', 'DROPPED', 'UNDONE')),
    resolved_by text,
    resolved_at timestamptz,
    check ((state = 'HELD') = (resolved_at is null)),
    check ((resolved_by is null) = (resolved_at is null))
);
comment on table inventory.held_change is 'what the guard did not believe: waits for a person, changes nothing until then';
create index held_change_by_location on inventory.held_change (location, held_at, id);
create index held_change_in_order on inventory.held_change (held_at, id);

create table inventory.stock_count (
    id          text collate "C" not null primary key check (id <> '' and length(id) <= 200),
    digest      uuid             not null,
    sku         text             not null references inventory.item (sku),
    location    text             not null references inventory.location (id),
    counted     numeric(15, 3)   not null check (counted between 0 and 1000000),
    counted_at  timestamptz      not null,
    expected    numeric(15, 3),
    actor       text             not null,
    received_at timestamptz      not null,
    state       text             not null check (state in ('RECORDED', 'HELD', 'DROPPED', 'UNDONE')),
    held_change uuid             references inventory.held_change (id),
    check (state = 'RECORDED' or held_change is not null)
);
comment on table inventory.stock_count is 'append-only but for the state of those that were held';
comment on column inventory.stock_count.digest is 'of what was counted: the same id with other content is a conflict';
comment on column inventory.stock_count.expected is 'what the counter was told to expect, if anything';
create index stock_count_newest on inventory.stock_count (sku, location, counted_at, id) where state = 'RECORDED';
create index stock_count_held on inventory.stock_count (held_change, id) where held_change is not null;

create function inventory.refuse_to_rewrite_a_count() returns trigger language plpgsql as $$
begin
    if old.state = 'HELD' and new.state in ('RECORDED', 'DROPPED')
        or old.state = 'RECORDED' and old.held_change is not null and new.state = 'UNDONE' then
        old.state := new.state;
        if old = new then
            return new;
        end if;
    end if;
    raise exception 'inventory.stock_count is append-only: count again instead' using errcode = 'restrict_violation';
end $$;
create trigger stock_count_is_never_rewritten
    before update on inventory.stock_count
    for each row execute function inventory.refuse_to_rewrite_a_count();
create trigger stock_count_is_never_deleted
    before delete on inventory.stock_count
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger stock_count_is_never_truncated
    before truncate on inventory.stock_count
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();

alter table inventory.stock_level
    add column counted_at timestamptz,
    add column count_id   text collate "C",
    add check ((counted_at is null) = (count_id is null));
comment on column inventory.stock_level.counted_at is 'of the newest count: what occurred until then is in it';
create index stock_level_by_location on inventory.stock_level (location, sku);

alter table inventory.stock_movement add column count_id text collate "C";
comment on column inventory.stock_movement.count_id is
    'the count that this row adjusts the books to; null for what really moved';
