create table inventory.pickup_order (
    id            uuid        not null primary key,
    channel       text        not null,
    order_number  text        not null check (order_number <> '' and length(order_number) <= 100),
    digest        uuid        not null,
    location      text        not null references inventory.location (id),
    reservation   uuid        not null unique references inventory.reservation (id),
    member        uuid,
    contact_name  text,
    contact_phone text,
    contact_email text,
    payment       text        not null check (payment in ('PAID_ONLINE', 'PAY_IN_STORE')),
    currency      text        check (currency ~ '^[A-Z]{3}$'),
    state         text        not null
        check (state in ('PLACED', 'ACCEPTED', 'PICKING', 'READY', 'COLLECTED', 'REJECTED', 'CANCELLED', 'EXPIRED')),
    reason        text,
    placed_at     timestamptz not null,
    ready_by      timestamptz not null,
    expires_at    timestamptz not null,
    accepted_at   timestamptz,
    picking_at    timestamptz,
    ready_at      timestamptz,
    collected_at  timestamptz,
    closed_at     timestamptz,
    version       integer     not null,
    unique (channel, order_number),
    check ((state = 'COLLECTED') = (collected_at is not null)),
    check ((state in ('COLLECTED', 'REJECTED', 'CANCELLED', 'EXPIRED')) = (closed_at is not null))
);
comment on column inventory.pickup_order.order_number is 'the web shop''s own';
comment on column inventory.pickup_order.digest is 'of what was ordered: the same order number with other content is a conflict';
comment on column inventory.pickup_order.reason is 'why it was rejected or cancelled';
create index pickup_order_work_list on inventory.pickup_order (location, ready_by, id)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'READY');
create index pickup_order_ends on inventory.pickup_order (expires_at)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'READY');
create index pickup_order_by_location on inventory.pickup_order (location, placed_at, id);

create table inventory.pickup_line (
    pickup_order uuid           not null references inventory.pickup_order (id) on delete cascade,
    line         text           not null,
    sku          text           not null,
    quantity     numeric(15, 3) not null check (quantity > 0),
    unit_price   numeric(15, 3) check (unit_price >= 0),
    primary key (pickup_order, line)
);

create table inventory.pickup_handover_code (
    pickup_order uuid    not null primary key references inventory.pickup_order (id) on delete cascade,
    salt         bytea   not null,
    hash         bytea   not null,
    tries_left   integer not null check (tries_left >= 0)
);
comment on table inventory.pickup_handover_code is 'the code itself is shown once, to the customer, and kept nowhere';
