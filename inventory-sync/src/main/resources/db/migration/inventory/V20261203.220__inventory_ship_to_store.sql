-- Orders whose goods come from another location: kept there until they are sent, then on their way, then kept at the store.
alter table inventory.pickup_order
    add column sent_from text references inventory.location (id),
    add column shipment uuid unique references inventory.shipment (id),
    add column left_reservation uuid references inventory.reservation (id),
    add column sent_at timestamptz,
    add column goods_arrived_at timestamptz,
    drop constraint pickup_order_state_check,
    add constraint pickup_order_state_check check (state in
        ('PLACED', 'AWAITING_TRANSFER', 'IN_TRANSIT', 'ARRIVED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED',
         'SUBSTITUTION_PROPOSED', 'READY', 'CUSTOMER_ARRIVED', 'COLLECTED', 'REJECTED', 'CANCELLED', 'REROUTED', 'EXPIRED',
         'RETURNED_TO_SHELF')),
    add constraint pickup_order_comes_from_elsewhere check (sent_from <> location),
    add constraint pickup_order_transfer check
        (state not in ('AWAITING_TRANSFER', 'IN_TRANSIT', 'ARRIVED') or sent_from is not null),
    add constraint pickup_order_sent check
        ((shipment is null) = (sent_at is null) and (shipment is null) = (left_reservation is null)),
    add constraint pickup_order_in_transit check (state not in ('IN_TRANSIT', 'ARRIVED') or shipment is not null),
    add constraint pickup_order_goods_arrived check (state <> 'ARRIVED' or goods_arrived_at is not null);
comment on column inventory.pickup_order.sent_from is 'the location that has the goods when the order is placed; null: the store itself';
comment on column inventory.pickup_order.left_reservation is
    'what kept the goods there until they were sent; reservation is another one as soon as something of it has come';

drop index inventory.pickup_order_work_list;
drop index inventory.pickup_order_ends;
drop index inventory.pickup_order_late;
create index pickup_order_work_list on inventory.pickup_order (location, ready_by, id)
    where state in ('PLACED', 'AWAITING_TRANSFER', 'IN_TRANSIT', 'ARRIVED', 'ACCEPTED', 'PICKING', 'PICKED',
                    'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED', 'READY', 'CUSTOMER_ARRIVED')
        or to_return;
create index pickup_order_ends on inventory.pickup_order (expires_at)
    where state in ('PLACED', 'AWAITING_TRANSFER', 'IN_TRANSIT', 'ARRIVED', 'ACCEPTED', 'PICKING', 'PICKED',
                    'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED', 'READY', 'CUSTOMER_ARRIVED');
create index pickup_order_late on inventory.pickup_order (ready_by)
    where state in ('PLACED', 'AWAITING_TRANSFER', 'IN_TRANSIT', 'ARRIVED', 'ACCEPTED', 'PICKING', 'PICKED',
                    'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED');
create index pickup_order_to_send on inventory.pickup_order (sent_from, placed_at, id) where state = 'AWAITING_TRANSFER';
