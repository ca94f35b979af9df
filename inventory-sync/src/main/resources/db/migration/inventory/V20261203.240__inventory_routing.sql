-- From where an order is sent home: the rules by version, and every choice with the numbers that it was made from, so that
-- other rules can be tried on it.
create table inventory.routing_rules (
    version      bigint         generated always as identity primary key,
    state        text           not null check (state in ('DRAFT', 'ACTIVE', 'RETIRED')),
    distance     numeric(9, 3)  not null check (distance >= 0),
    stock        numeric(9, 3)  not null check (stock >= 0),
    load         numeric(9, 3)  not null check (load >= 0),
    split_limit  smallint       not null check (split_limit between 1 and 4),
    actor        text           not null,
    created_at   timestamptz    not null,
    activated_at timestamptz,
    check (state <> 'ACTIVE' or activated_at is not null)
);
comment on table inventory.routing_rules is 'what a location costs: distance * km - stock * pieces left + load * open orders; the least is chosen';
comment on column inventory.routing_rules.split_limit is 'from how many locations one order is sent at most';
create unique index routing_rules_one_active on inventory.routing_rules (state) where state = 'ACTIVE';
create unique index routing_rules_one_draft on inventory.routing_rules (state) where state = 'DRAFT';

create table inventory.routing_choice (
    id          uuid        primary key,
    rules       bigint      not null references inventory.routing_rules (version),
    channel     text        not null,
    reference   text        check (reference <> '' and length(reference) <= 200),
    basket      jsonb       not null,
    candidates  jsonb       not null,
    parts       jsonb       not null,
    chosen_at   timestamptz not null
);
comment on table inventory.routing_choice is 'append-only: what was chosen, and all that it was chosen by; where to is kept as distances only';
comment on column inventory.routing_choice.parts is 'empty: nothing could be chosen';
create index routing_choice_by_time on inventory.routing_choice (chosen_at, id);
create trigger routing_choice_is_append_only
    before update or delete on inventory.routing_choice
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger routing_choice_is_never_truncated
    before truncate on inventory.routing_choice
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();
