-- The keys are apart from the movements, so that the ledger can be partitioned by time without losing "once for ever".
create table inventory.movement_key (
    key    text not null primary key check (key <> '' and length(key) <= 200),
    digest uuid not null
);
comment on column inventory.movement_key.digest is 'of the movement''s content: the same key with other content is a conflict';

create table inventory.stock_movement (
    id             bigint generated always as identity,
    movement_key   text           not null,
    sku            text           not null,
    location       text           not null,
    sequence       bigint         not null check (sequence > 0),
    quantity_name  text           not null check (quantity_name in ('ON_HAND', 'RESERVED')),
    delta          numeric(15, 3) not null check (delta <> 0),
    on_hand_after  numeric(15, 3) not null,
    reserved_after numeric(15, 3) not null,
    reason         text           not null,
    document       text,
    actor          text           not null,
    occurred_at    timestamptz    not null,
    received_at    timestamptz    not null,
    recorded_at    timestamptz    not null,
    feed_tx        xid8           not null,
    primary key (sku, location, sequence)
);
comment on table inventory.stock_movement is 'append-only; stock_level is its sum';
comment on column inventory.stock_movement.sequence is 'rises by one per SKU and location, without holes';
comment on column inventory.stock_movement.occurred_at is 'when it happened in the store';
comment on column inventory.stock_movement.received_at is 'when the hub first heard of it';
comment on column inventory.stock_movement.feed_tx is 'the change feed''s order: the writing transaction, or a later one that changed this cell before';
create unique index stock_movement_feed on inventory.stock_movement (feed_tx, id);

create function inventory.refuse_to_rewrite_the_ledger() returns trigger language plpgsql as $$
begin
    raise exception 'inventory.% is append-only: write a correcting movement instead', tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger stock_movement_is_append_only
    before update or delete on inventory.stock_movement
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger stock_movement_is_never_truncated
    before truncate on inventory.stock_movement
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();
create trigger movement_key_is_append_only
    before update on inventory.movement_key
    for each row execute function inventory.refuse_to_rewrite_the_ledger();

-- Room for updates in place: no index covers a changing column, so a sale touches no index of this table.
create table inventory.stock_level (
    sku      text           not null references inventory.item (sku),
    location text           not null references inventory.location (id),
    on_hand  numeric(15, 3) not null default 0 check (on_hand between -1000000000 and 1000000000),
    reserved numeric(15, 3) not null default 0 check (reserved between 0 and 1000000000),
    sequence bigint         not null default 0 check (sequence >= 0),
    feed_tx  xid8           not null default '0',
    primary key (sku, location)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on column inventory.stock_level.on_hand is 'negative when a till sold what the books did not have: a sale is a fact';

-- A promise may never exceed what is there, whoever writes it; a sale may push on_hand below what was promised.
create function inventory.refuse_to_promise_more_than_there_is() returns trigger language plpgsql as $$
begin
    raise exception 'more promised than there is: % of % at %, on hand %', new.reserved, new.sku, new.location, new.on_hand
        using errcode = 'check_violation', constraint = 'stock_level_reserved_within_on_hand';
end $$;

create trigger stock_level_reserved_within_on_hand
    before update on inventory.stock_level
    for each row when (new.reserved > old.reserved and new.reserved > new.on_hand)
    execute function inventory.refuse_to_promise_more_than_there_is();
create trigger stock_level_reserved_within_on_hand_from_the_start
    before insert on inventory.stock_level
    for each row when (new.reserved > 0 and new.reserved > new.on_hand)
    execute function inventory.refuse_to_promise_more_than_there_is();
create trigger stock_level_sequence_never_falls
    before update on inventory.stock_level
    for each row when (new.sequence < old.sequence)
    execute function inventory.refuse_to_rewrite_the_ledger();
