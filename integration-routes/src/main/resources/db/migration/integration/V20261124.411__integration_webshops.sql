-- Connected web shops: what each is told of stock, and what it has sold.
create table integration.webshop (
    id                text        not null primary key check (id ~ '^[A-Za-z0-9._-]{1,60}$'),
    name              text        not null check (name <> ''),
    system            text        not null,
    url               text        not null,
    channel           text        not null, -- what it may sell is decided for this channel
    mode              text        not null check (mode in ('CHANNEL', 'LOCATION')),
    places            jsonb       not null, -- our location to the shop's; in mode CHANNEL '' to its only one
    options           jsonb       not null, -- what only this shop system knows
    credentials       jsonb       not null, -- sent to the shop, so needed in clear; readable by whoever can read this database
    active            boolean     not null,
    orders_every      bigint      not null check (orders_every between 100 and 86400000),       -- milliseconds
    reconcile_every   bigint      not null check (reconcile_every between 1000 and 604800000),  -- milliseconds
    version           bigint      not null default 1,
    connected_at      timestamptz not null, -- what has left the shop before is not ours to book
    changed_at        timestamptz not null,
    -- Whose turn it is: one copy of the application at a time speaks with a shop.
    leased_by         uuid,
    leased_until      timestamptz,
    requests_left     double precision, -- of the shop's limit, when the last turn ended …
    requests_left_at  timestamptz,      -- … which was then
    -- What is to be done when, beside the items.
    retry_at          timestamptz,      -- the shop is left alone until then
    failures          integer     not null default 0,
    failing_since     timestamptz,
    last_error        text,
    recheck_at        timestamptz,      -- selling rules have changed: every item is to be looked at from then on
    orders_from       timestamptz not null, -- how far the shop's orders were read, by its clock
    orders_page       text,             -- where that reading goes on, while it is not at its end
    orders_until      timestamptz,      -- the latest change on the pages before
    orders_due_at     timestamptz not null,
    orders_read_at    timestamptz,
    reconcile_due_at  timestamptz not null
);

-- One row for each number that a shop keeps, however often it changes: only the newest matters.
create table integration.webshop_item (
    shop        text   not null references integration.webshop on delete cascade,
    sku         text   not null,
    location    text   not null, -- '' where the shop has one number for all locations
    external_id text   not null, -- the shop's name for it
    wanted      bigint not null default 1, -- rises with every mark
    told        bigint not null default 0, -- the mark up to which the shop was told
    number      numeric(15, 3),            -- what the shop has; null when it may have changed it itself
    state       text   not null check (state in ('WAITING', 'SENT', 'QUARANTINED')),
    marked_at   timestamptz not null, -- of the first mark that the shop was not told
    due_at      timestamptz not null,
    attempts    integer not null default 0,
    tried_at    timestamptz,
    reason      text, -- why the shop does not take it
    told_at     timestamptz,
    seen_in     bigint not null, -- the last comparison that found it in the shop
    primary key (shop, sku, location),
    check (told <= wanted),
    check ((state = 'QUARANTINED') <= (reason is not null))
) with (fillfactor = 70);
create index webshop_item_sku on integration.webshop_item (sku, location);
create index webshop_item_waiting on integration.webshop_item (shop, due_at) where state = 'WAITING';
create index webshop_item_quarantined on integration.webshop_item (shop, sku, location) where state = 'QUARANTINED';

create table integration.webshop_reconcile (
    id          bigint generated always as identity primary key,
    shop        text        not null references integration.webshop on delete cascade,
    started_at  timestamptz not null,
    ended_at    timestamptz,
    page        text,   -- where it goes on in the shop's list
    items       integer not null default 0,
    added       integer not null default 0, -- that were not known to be in the shop
    different   integer not null default 0, -- that were thought to be equal
    unknown     integer not null default 0, -- in the shop and not with us: left alone
    gone        integer not null default 0, -- no longer in the shop
    examples    text[]  not null default '{}' -- some of the different and unknown ones
);
create unique index webshop_reconcile_under_way on integration.webshop_reconcile (shop) where ended_at is null;
create index webshop_reconcile_log on integration.webshop_reconcile (shop, id);

-- What a shop has sold, as far as it told.
create table integration.webshop_order (
    shop        text   not null references integration.webshop on delete cascade,
    shop_order  text   not null, -- the shop's id of it
    number      text   not null, -- what the shop's people call it
    status      text   not null check (status in ('OPEN', 'CANCELLED', 'FULFILLED')),
    changed_at  timestamptz not null, -- by the shop's clock
    digest      text   not null, -- SHA-256 of what was told
    heard       bigint not null default 1, -- rises with every news of it
    taken       bigint not null default 0, -- the news up to which it was done
    state       text   not null check (state in ('WAITING', 'DONE', 'PARKED')),
    heard_at    timestamptz not null,
    taken_at    timestamptz,
    primary key (shop, shop_order),
    check (taken <= heard)
);
create index webshop_order_log on integration.webshop_order (shop, heard_at desc, shop_order);

-- What is kept for it: a part of a line at one location, with a reservation of its own.
create table integration.webshop_order_piece (
    shop        text   not null,
    shop_order  text   not null,
    piece       integer not null,
    line        text   not null,
    sku         text   not null,
    location    text   not null, -- '' for what had left before the shop was connected
    quantity    numeric(15, 3) not null check (quantity > 0),
    reservation uuid   unique,
    state       text   not null check (state in ('COMMITTED', 'FULFILLED', 'RELEASED', 'BEFORE')),
    primary key (shop, shop_order, piece),
    check ((state = 'BEFORE') = (reservation is null)),
    foreign key (shop, shop_order) references integration.webshop_order on delete cascade
);
create index webshop_order_piece_open on integration.webshop_order_piece (shop, sku, location) where state = 'COMMITTED';
