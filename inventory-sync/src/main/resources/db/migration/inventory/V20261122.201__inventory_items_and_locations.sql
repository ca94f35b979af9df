create schema if not exists inventory;

create table inventory.item (
    sku            text        not null primary key check (sku <> '' and length(sku) <= 100),
    gtin           text        check (gtin ~ '^[0-9]{14}$'),
    name_ja        text,
    name_en        text,
    unit           text        not null,
    product_url    text,
    image_url      text,
    price          numeric(15, 3) check (price >= 0),
    currency       text        check (currency ~ '^[A-Z]{3}$'),
    category       text,
    stocked        boolean     not null,
    version        bigint      not null default 1,
    changed_at     timestamptz not null,
    check ((price is null) = (currency is null)),
    check (name_ja is not null or name_en is not null)
);
comment on column inventory.item.gtin is 'the item''s own GTIN, 14 digits; also a row of item_code, so that no two items answer to one code';
comment on column inventory.item.price is 'tax included, in the currency''s main unit';

create table inventory.item_code (
    scheme text not null check (scheme in ('GTIN', 'PLU', 'RCN', 'SOURCE')),
    value  text not null check (value <> ''),
    source text not null default '',
    sku    text not null references inventory.item (sku) on delete cascade,
    primary key (scheme, value, source)
);
comment on column inventory.item_code.source is 'the till system that uses this code; empty when every source does';
create index item_code_by_item on inventory.item_code (sku);

create table inventory.location (
    id             text        not null primary key check (id ~ '^[A-Za-z0-9._-]{1,60}$'),
    gln            text        unique check (gln ~ '^[0-9]{13}$'),
    name           text        not null,
    kind           text        not null check (kind in ('STORE', 'WAREHOUSE')),
    zone           text        not null,
    opening_hours  text,
    pickup_enabled boolean     not null,
    latitude       double precision check (latitude between -90 and 90),
    longitude      double precision check (longitude between -180 and 180),
    tills          text[]      not null,
    version        bigint      not null default 1,
    changed_at     timestamptz not null,
    check ((latitude is null) = (longitude is null))
);

create table inventory.location_feed (
    location text        not null primary key references inventory.location (id),
    heard_at timestamptz not null
);
comment on table inventory.location_feed is 'when a location''s last word reached us, to the second';
