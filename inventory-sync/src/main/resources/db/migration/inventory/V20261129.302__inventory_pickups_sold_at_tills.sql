-- A till that rings up a pickup order's goods lowers stock by its sale. The first such sale of an order ends the order; a
-- second one is a sale like any other.
create table inventory.pickup_sold_at_till (
    location         text        not null,
    order_number     text        not null,
    till_transaction text        not null,
    sold_at          timestamptz not null,
    pickup_order     uuid        unique references inventory.pickup_order (id),
    primary key (location, order_number)
);
comment on table inventory.pickup_sold_at_till is 'which till transaction sold the goods of which order';
comment on column inventory.pickup_sold_at_till.pickup_order is 'null while no order of this number is known here';
create index pickup_order_by_number on inventory.pickup_order (location, order_number);
