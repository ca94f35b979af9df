-- Each line of a pickup order has a state of its own, from which the order's follows; and whoever did something with an
-- order is remembered.
alter table inventory.pickup_line
    add column state text not null default 'TO_PICK',
    add column missing numeric(15, 3) not null default 0,
    add column short_reason text check (short_reason in ('NO_VARIANCE', 'SOME_MISSING', 'ALL_MISSING'));

update inventory.pickup_line line set state =
    case placed.state
        when 'READY' then 'PICKED'
        when 'COLLECTED' then 'COLLECTED'
        when 'REJECTED' then 'NOT_NEEDED'
        when 'CANCELLED' then 'NOT_NEEDED'
        -- Their reservations were released when their time was over, whatever lay at the counter.
        when 'EXPIRED' then 'NOT_NEEDED'
        else 'TO_PICK'
    end
from inventory.pickup_order placed where placed.id = line.pickup_order;

alter table inventory.pickup_line
    alter column state drop default,
    add constraint pickup_line_state_check check (state in
        ('TO_PICK', 'PICKED', 'SHORT', 'COLLECTED', 'TO_RETURN', 'BACK_ON_SHELF', 'NOT_NEEDED')),
    add constraint pickup_line_missing check (missing between 0 and quantity),
    add constraint pickup_line_short_says_why check ((missing > 0) = (short_reason is not null)),
    add constraint pickup_line_short check (case state
        when 'SHORT' then missing > 0
        when 'PICKED' then missing = 0
        when 'TO_PICK' then missing = 0
        when 'COLLECTED' then missing < quantity
        when 'TO_RETURN' then missing < quantity
        when 'BACK_ON_SHELF' then missing < quantity
        else true end);
comment on column inventory.pickup_line.missing is 'how much of it was not found; the rest is kept for the customer';

alter table inventory.pickup_order
    add column picked_at timestamptz,
    add column arrived_at timestamptz,
    add column returned_at timestamptz,
    add column to_return boolean not null default false;
comment on column inventory.pickup_order.to_return is
    'it ended, and its goods are not back on the shelf: until then nobody else is promised them';

alter table inventory.pickup_order
    drop constraint pickup_order_state_check,
    drop constraint pickup_order_check1,
    add constraint pickup_order_state_check check (state in
        ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED', 'READY', 'CUSTOMER_ARRIVED', 'COLLECTED',
         'REJECTED', 'CANCELLED', 'EXPIRED', 'RETURNED_TO_SHELF')),
    add constraint pickup_order_closed check
        ((state in ('COLLECTED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'RETURNED_TO_SHELF')) = (closed_at is not null)),
    add constraint pickup_order_to_return check
        (not to_return or state in ('REJECTED', 'CANCELLED', 'EXPIRED') and returned_at is null),
    add constraint pickup_order_returned check (state <> 'RETURNED_TO_SHELF' or returned_at is not null);

drop index inventory.pickup_order_work_list;
drop index inventory.pickup_order_ends;
create index pickup_order_work_list on inventory.pickup_order (location, ready_by, id)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED', 'READY', 'CUSTOMER_ARRIVED')
        or to_return;
create index pickup_order_ends on inventory.pickup_order (expires_at)
    where state in ('PLACED', 'ACCEPTED', 'PICKING', 'PICKED', 'PARTIALLY_PICKED', 'READY', 'CUSTOMER_ARRIVED');

create table inventory.pickup_step (
    pickup_order uuid        not null references inventory.pickup_order (id),
    number       integer     not null check (number > 0),
    step         text        not null,
    line         text,
    from_state   text,
    to_state     text        not null,
    actor        text        not null,
    device       text        check (length(device) <= 100),
    reason       text        check (length(reason) <= 500),
    at           timestamptz not null,
    primary key (pickup_order, number)
);
comment on table inventory.pickup_step is 'append-only: what was done with an order, by whom and why; the first one placed it';
create trigger pickup_step_is_append_only
    before update or delete on inventory.pickup_step
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger pickup_step_is_never_truncated
    before truncate on inventory.pickup_step
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();
