-- When a store has an order ready: its terms, how many orders it can prepare at a time, and whether it takes any.
create table inventory.pickup_terms (
    location            text        primary key references inventory.location (id),
    preparation_minutes integer     not null check (preparation_minutes between 0 and 20160),
    slot_minutes        integer     not null check (slot_minutes between 15 and 1440 and 1440 % slot_minutes = 0),
    orders_per_slot     integer     check (orders_per_slot between 1 and 10000),
    cut_off             time,
    kept_days           integer     not null check (kept_days between 1 and 14),
    version             bigint      not null default 1,
    changed_at          timestamptz not null
);
comment on column inventory.pickup_terms.preparation_minutes is 'of opening hours, from the order to its being ready';
comment on column inventory.pickup_terms.orders_per_slot is 'null: as many as come';
comment on column inventory.pickup_terms.cut_off is 'the store''s local time; orders from then on are prepared from the next day on';

create table inventory.pickup_pause (
    location text        primary key references inventory.location (id),
    since    timestamptz not null,
    until    timestamptz check (until > since),
    reason   text        check (length(reason) <= 500),
    actor    text        not null
);
comment on table inventory.pickup_pause is 'stores that take no new orders for pickup; without an end until somebody resumes';

create table inventory.pickup_slot (
    location  text        not null references inventory.location (id),
    starts_at timestamptz not null,
    capacity  integer     not null check (capacity > 0),
    taken     integer     not null check (taken between 0 and capacity),
    primary key (location, starts_at)
);
comment on table inventory.pickup_slot is 'how many orders are to be ready in a slot; capacity is that of the last one who took a place';

alter table inventory.pickup_order
    add column slot_starts_at timestamptz,
    add column promised_by timestamptz,
    add column delays smallint not null default 0 check (delays >= 0);
update inventory.pickup_order set promised_by = ready_by;
alter table inventory.pickup_order
    alter column promised_by set not null,
    add constraint pickup_order_promise_moves_on check (ready_by >= promised_by);
comment on column inventory.pickup_order.slot_starts_at is 'the place that it takes in pickup_slot';
comment on column inventory.pickup_order.promised_by is 'when it was to be ready as first promised; ready_by is what the customer was told last';
comment on column inventory.pickup_order.delays is 'how often the customer was told by itself that it takes longer';
create index pickup_order_late on inventory.pickup_order (ready_by)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED');
