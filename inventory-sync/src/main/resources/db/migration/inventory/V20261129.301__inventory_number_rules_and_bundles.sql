-- What a code stands for may be several of its item: the GTIN of a case of twelve.
alter table inventory.item_code add column quantity numeric(15, 3) not null default 1 check (quantity > 0);
comment on column inventory.item_code.quantity is 'how much of the item, in its unit, one of what carries this code is';

-- A bundle has no stock of its own; what is sold of it moves its parts. An item is a bundle or a part, never both: the
-- foreign keys of bundle_part cannot both hold for one item, whoever writes at the same moment. (Not a second key of
-- item itself: two who store the same new item at once would collide on it.)
create table inventory.bundle_role (
    sku  text not null primary key references inventory.item (sku) on delete cascade,
    role text not null check (role in ('BUNDLE', 'PART')),
    constraint bundle_role_by_item unique (sku, role)
);

create table inventory.bundle_part (
    bundle      text           not null,
    bundle_role text           not null default 'BUNDLE' check (bundle_role = 'BUNDLE'),
    part        text           not null,
    part_role   text           not null default 'PART' check (part_role = 'PART'),
    quantity    numeric(15, 3) not null check (quantity > 0),
    primary key (bundle, part),
    foreign key (bundle, bundle_role) references inventory.bundle_role (sku, role),
    foreign key (part, part_role) references inventory.bundle_role (sku, role)
);
comment on table inventory.bundle_part is 'what one of a bundle is made of, each in the part''s own unit';
create index bundle_part_by_part on inventory.bundle_part (part);

create table inventory.number_rule (
    id              text        not null primary key check (id ~ '^[A-Za-z0-9._-]{1,60}$'),
    source          text        not null default '',
    pattern         text        not null
        check (pattern ~ '^(2|02|04)[0-9]{0,6}X*I+X*(W+|P+)?X*C?$' and pattern ~ '^[0-9]{2}'
            and length(pattern) in (8, 13)),
    prefix          text        not null generated always as (substring(pattern from '^[0-9]+')) stored,
    length          int         not null generated always as (length(pattern)) stored,
    weight_decimals int         not null check (weight_decimals between 0 and 3),
    version         bigint      not null default 1,
    changed_at      timestamptz not null,
    constraint number_rule_prefix unique (source, length, prefix)
);
comment on table inventory.number_rule is 'how a retailer builds its restricted circulation numbers';
comment on column inventory.number_rule.source is 'the till system whose numbers these are; empty for every one''s';
comment on column inventory.number_rule.pattern is 'digits as they stand, I the item, W its weight, P its price, X anything, C the check digit';
