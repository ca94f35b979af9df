-- Two more ways out of a short pick: goods that another location sends to the customer's own store, and what whoever looked
-- for them had in hand.
alter table inventory.pickup_rescue_option
    drop constraint pickup_rescue_option_kind_check,
    add constraint pickup_rescue_option_kind_check check (kind in
        ('SUBSTITUTE', 'OTHER_STORE', 'HOME_DELIVERY', 'SHIP_TO_STORE')),
    add constraint pickup_rescue_option_sent_says_when check (kind <> 'SHIP_TO_STORE' or ready_by is not null);
create unique index pickup_rescue_option_one_of_a_kind on inventory.pickup_rescue_option (rescue, kind)
    where kind <> 'OTHER_STORE';
comment on column inventory.pickup_order.rerouted_from is
    'the order that it took goods over from: of another store, or of its own, to which they are sent';

alter table inventory.pickup_line
    add column instead text references inventory.item (sku),
    add constraint pickup_line_instead check (instead is null or missing > 0 and instead <> sku);
comment on column inventory.pickup_line.instead is
    'what whoever looked for it had in hand, to be offered first instead of what is missing';
