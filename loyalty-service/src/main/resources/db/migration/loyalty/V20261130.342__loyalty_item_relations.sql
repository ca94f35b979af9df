create table loyalty.sensitive_goods (
    kind  text not null check (kind in ('ITEM', 'PREFIX', 'CATEGORY')),
    value text not null check (value <> ''),
    primary key (kind, value)
);

comment on table loyalty.sensitive_goods is 'What is never recommended, and never the reason why something is';
comment on column loyalty.sensitive_goods.kind is 'an item by its SKU, all whose SKU begins so, or all of a category';

create table loyalty.item_alias (
    code text primary key,
    item text not null,
    constraint item_alias_of_another check (code <> item)
);

comment on table loyalty.item_alias is 'What receipts call an item otherwise than by its SKU. Computed each night';

create index item_alias_of_item on loyalty.item_alias (item);

create table loyalty.item_relation (
    item              text             not null,
    related           text             not null,
    score             double precision not null check (score > 0),
    together          integer          not null check (together > 0),
    item_customers    integer          not null,
    related_customers integer          not null,
    primary key (item, related),
    constraint item_relation_of_two check (item <> related),
    constraint item_relation_counts_fit check (together <= least(item_customers, related_customers))
);

comment on table loyalty.item_relation is
    'Items that are bought by the same customers more often than by chance. Computed each night, and replaced as a whole';
comment on column loyalty.item_relation.score is
    'Dunning''s log-likelihood ratio of the four counts; the fourth is recommendation_run.customers less the others';
comment on column loyalty.item_relation.together is 'customers who have both';
comment on column loyalty.item_relation.item_customers is 'customers who have the item';

create table loyalty.recommendation_run (
    day         date primary key,
    started_at  timestamptz not null,
    finished_at timestamptz not null,
    customers   bigint      not null,
    purchases   bigint      not null,
    relations   bigint      not null
);

comment on table loyalty.recommendation_run is 'The nights in which the relations were computed: each once, by one copy';
comment on column loyalty.recommendation_run.customers is 'who have at least one item that may be recommended';
comment on column loyalty.recommendation_run.purchases is 'pairs of a customer and an item that they have';
