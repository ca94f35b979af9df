-- What each channel may promise of what is there: groups of locations, channels, and rules for both.
create table inventory.location_group (
    id         text        not null primary key check (id ~ '^[A-Za-z0-9._-]{1,60}$'),
    name       text        not null check (name <> '' and length(name) <= 200),
    version    bigint      not null default 1,
    changed_at timestamptz not null
);

create table inventory.location_group_member (
    location_group text not null references inventory.location_group (id) on delete cascade,
    location       text not null references inventory.location (id),
    primary key (location_group, location)
);

create table inventory.sales_channel (
    id         text        not null primary key check (id ~ '^[A-Za-z0-9._-]{1,60}$'),
    name       text        not null check (name <> '' and length(name) <= 200),
    version    bigint      not null default 1,
    changed_at timestamptz not null
);

-- No "on delete cascade" from groups and locations: a channel that lost its last place would sell everywhere.
create table inventory.sales_channel_place (
    channel        text not null references inventory.sales_channel (id) on delete cascade,
    location_group text references inventory.location_group (id),
    location       text references inventory.location (id),
    unique nulls not distinct (channel, location_group, location),
    check ((location_group is null) <> (location is null))
);
comment on table inventory.sales_channel_place is 'where the channel''s goods come from; no row: from every location';

create table inventory.availability_rule (
    id                  text           not null primary key check (id ~ '^[A-Za-z0-9._-]{1,60}$'),
    channel             text           references inventory.sales_channel (id),
    location_group      text           references inventory.location_group (id),
    category            text           check (category <> ''),
    sku                 text           references inventory.item (sku),
    safety_stock        numeric(15, 3) check (safety_stock between 0 and 1000000),
    buffer              numeric(15, 3) check (buffer between 0 and 1000000),
    buffer_share        numeric(5, 4)  check (buffer_share between 0 and 1),
    threshold           numeric(15, 3) check (threshold between 0 and 1000000),
    pickup              boolean,
    ship                boolean,
    stale_after_seconds bigint         check (stale_after_seconds between 1 and 31536000),
    stale_buffer        numeric(15, 3) check (stale_buffer between 0 and 1000000),
    stale_buffer_share  numeric(5, 4)  check (stale_buffer_share between 0 and 1),
    stale_bands         numeric(15, 3)[] check (cardinality(stale_bands) between 1 and 20),
    stale_pickup        boolean,
    version             bigint         not null default 1,
    changed_at          timestamptz    not null,
    unique nulls not distinct (channel, location_group, category, sku),
    check (category is null or sku is null),
    check (threshold is null or location_group is null),
    check (buffer is null or buffer_share is null),
    check (stale_buffer is null or stale_buffer_share is null)
);
comment on table inventory.availability_rule is
    'for what its scope names, null standing for all; property by property the most specific rule that says something wins';
comment on column inventory.availability_rule.stale_after_seconds is 'how old a store''s last word may be before its answers degrade';
comment on column inventory.availability_rule.stale_bands is 'then a quantity is told as the highest of these that it reaches';

-- Every copy of the application remembers the rules; by this one number it notices that others have changed them.
create table inventory.selling_rules_version (
    only_row boolean not null primary key default true check (only_row),
    version  bigint  not null
);
insert into inventory.selling_rules_version (version) values (1);

create function inventory.selling_rules_changed() returns trigger language plpgsql as $$
begin
    update inventory.selling_rules_version set version = version + 1;
    return null;
end $$;

create trigger location_group_is_a_selling_rule after insert or update or delete on inventory.location_group
    for each statement execute function inventory.selling_rules_changed();
create trigger location_group_member_is_a_selling_rule after insert or update or delete on inventory.location_group_member
    for each statement execute function inventory.selling_rules_changed();
create trigger sales_channel_is_a_selling_rule after insert or update or delete on inventory.sales_channel
    for each statement execute function inventory.selling_rules_changed();
create trigger sales_channel_place_is_a_selling_rule after insert or update or delete on inventory.sales_channel_place
    for each statement execute function inventory.selling_rules_changed();
create trigger availability_rule_is_a_selling_rule after insert or update or delete on inventory.availability_rule
    for each statement execute function inventory.selling_rules_changed();
