-- Where codes lead to, beyond our own page. One list for each item; that of '' holds for every item.
create table integration.item_link_list (
    sku         text        not null primary key,
    version     bigint      not null default 1,
    changed_at  timestamptz not null
);

create table integration.item_link (
    sku         text    not null references integration.item_link_list on delete cascade,
    place       integer not null, -- in the list
    level       text    not null -- '/10/L1': one lot; '': the item
        check (level ~ '^(/21/[^/]+|/235/[^/]+|(/22/[^/]+)?(/10/[^/]+)?)$'),
    type        text    not null check (type ~ '^https://ref\.gs1\.org/voc/[A-Za-z]+$'),
    href        text    not null check (href ~ '^(https?://[a-z0-9]|/([^/\\]|$))'), -- which hosts, the settings say
    title       text    not null check (title <> ''),
    languages   text[]  not null,
    media_type  text,
    context     text,
    is_default  boolean not null,
    primary key (sku, place),
    check (sku <> '' or level = '') -- a lot is one item's
);
create unique index item_link_once on integration.item_link (sku, level, type, href);
create unique index item_link_default on integration.item_link (sku, level) where is_default;

-- Which item carried a GTIN last: labels stay on shelves when the item is gone.
create table integration.shelf_code (
    gtin     text not null primary key check (gtin ~ '^[0-9]{14}$'),
    sku      text not null,
    name_ja  text,
    name_en  text
);

-- How often codes were followed. No row tells who did, and none is of less than an hour.
create table integration.shelf_scan (
    hour      timestamptz not null check (extract(minute from hour) = 0 and extract(second from hour) = 0),
    location  text        not null, -- '' for a code without a store, or of a store that there is not
    sku       text        not null,
    scans     bigint      not null check (scans > 0),
    primary key (hour, location, sku)
);
create index shelf_scan_of_location on integration.shelf_scan (location, hour);
