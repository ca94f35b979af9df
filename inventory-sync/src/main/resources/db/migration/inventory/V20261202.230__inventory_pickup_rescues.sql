-- What becomes of goods that were ordered and not found: one link with what is held for the customer instead.
create table inventory.item_substitute (
    sku        text     not null references inventory.item (sku),
    substitute text     not null references inventory.item (sku),
    rank       smallint not null check (rank > 0),
    primary key (sku, substitute),
    unique (sku, rank),
    check (sku <> substitute)
);
comment on table inventory.item_substitute is 'what may be offered instead of an item that was not found, the best first';

alter table inventory.pickup_line
    add column reservation uuid references inventory.reservation (id),
    add column replaces text,
    add column rescued numeric(15, 3) not null default 0;
update inventory.pickup_line set rescued = missing where missing > 0;
alter table inventory.pickup_line add constraint pickup_line_rescued check (rescued between 0 and missing);
create index pickup_line_to_rescue on inventory.pickup_line (pickup_order) where missing > rescued;
comment on column inventory.pickup_line.reservation is 'of a line that came later; the others are kept by the order''s';
comment on column inventory.pickup_line.replaces is 'the line that it was taken instead of';
comment on column inventory.pickup_line.rescued is 'how much of what is missing the customer was asked about';

alter table inventory.pickup_order drop constraint pickup_order_state_check;
alter table inventory.pickup_order drop constraint pickup_order_closed;
alter table inventory.pickup_order drop constraint pickup_order_to_return;
alter table inventory.pickup_order
    add column rerouted_from uuid references inventory.pickup_order (id),
    add constraint pickup_order_state_check check (state in
        ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED', 'READY',
         'CUSTOMER_ARRIVED', 'COLLECTED', 'REJECTED', 'CANCELLED', 'REROUTED', 'EXPIRED', 'RETURNED_TO_SHELF')),
    add constraint pickup_order_closed check
        ((state in ('COLLECTED', 'REJECTED', 'CANCELLED', 'REROUTED', 'EXPIRED', 'RETURNED_TO_SHELF'))
            = (closed_at is not null)),
    add constraint pickup_order_to_return check
        (not to_return or state in ('REJECTED', 'CANCELLED', 'REROUTED', 'EXPIRED') and returned_at is null);
comment on column inventory.pickup_order.rerouted_from is 'the order that it took goods over from, of another store';

drop index inventory.pickup_order_work_list;
drop index inventory.pickup_order_ends;
drop index inventory.pickup_order_late;
create index pickup_order_work_list on inventory.pickup_order (location, ready_by, id)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED', 'READY',
                    'CUSTOMER_ARRIVED')
        or to_return;
create index pickup_order_ends on inventory.pickup_order (expires_at)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED', 'READY',
                    'CUSTOMER_ARRIVED');
create index pickup_order_late on inventory.pickup_order (ready_by)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED');

create table inventory.pickup_rescue (
    id           uuid        primary key,
    pickup_order uuid        not null references inventory.pickup_order (id),
    offered_at   timestamptz not null,
    ends_at      timestamptz not null check (ends_at > offered_at),
    decided_at   timestamptz,
    decision     smallint,
    decided_by   text        check (decided_by in ('CUSTOMER', 'RULE', 'ORDER_ENDED')),
    check ((decided_at is null) = (decided_by is null)),
    check (decision is null or decided_by in ('CUSTOMER', 'RULE'))
);
comment on table inventory.pickup_rescue is 'what a customer was asked about missing goods, and what they said; the id is in the link';
comment on column inventory.pickup_rescue.decision is 'the option; null: nothing instead, the money goes back';
create unique index pickup_rescue_one_open on inventory.pickup_rescue (pickup_order) where decided_at is null;
create index pickup_rescue_of_order on inventory.pickup_rescue (pickup_order);
create index pickup_rescue_ends on inventory.pickup_rescue (ends_at) where decided_at is null;

create table inventory.pickup_rescue_line (
    rescue   uuid           not null references inventory.pickup_rescue (id),
    line     text           not null,
    sku      text           not null,
    quantity numeric(15, 3) not null check (quantity > 0),
    unit_price numeric(15, 3),
    primary key (rescue, line)
);
comment on table inventory.pickup_rescue_line is 'what is missing';

create table inventory.pickup_rescue_option (
    rescue      uuid        not null references inventory.pickup_rescue (id),
    number      smallint    not null check (number > 0),
    kind        text        not null check (kind in ('OTHER_STORE', 'HOME_DELIVERY', 'SUBSTITUTE')),
    location    text        not null references inventory.location (id),
    reservation uuid        not null unique references inventory.reservation (id),
    ready_by    timestamptz,
    primary key (rescue, number)
);
comment on table inventory.pickup_rescue_option is 'what is held for the customer instead, until they say or the time is over';
alter table inventory.pickup_rescue
    add foreign key (id, decision) references inventory.pickup_rescue_option (rescue, number);
