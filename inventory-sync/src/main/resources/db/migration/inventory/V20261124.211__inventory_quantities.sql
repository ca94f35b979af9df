-- What is promised, and what is on the shelf but not for sale, each in a column of its own.
alter table inventory.stock_level
    add column committed       numeric(15, 3) not null default 0 check (committed between 0 and 1000000000),
    add column damaged         numeric(15, 3) not null default 0 check (damaged between 0 and 1000000000),
    add column quality_control numeric(15, 3) not null default 0 check (quality_control between 0 and 1000000000),
    add column display         numeric(15, 3) not null default 0 check (display between 0 and 1000000000);
comment on column inventory.stock_level.reserved is 'promised softly: the sum of the HELD lines here';
comment on column inventory.stock_level.committed is 'promised to orders: the sum of the COMMITTED lines here';
comment on column inventory.stock_level.damaged is 'on hand but not for sale, as are quality_control and display';
comment on table inventory.reservation_line is
    'HELD lines sum up to stock_level.reserved, COMMITTED ones to stock_level.committed';

alter table inventory.stock_movement
    add column committed_after   numeric(15, 3) not null default 0,
    add column unavailable_after numeric(15, 3) not null default 0,
    drop constraint stock_movement_quantity_name_check,
    add constraint stock_movement_quantity_name_check check (quantity_name in
        ('ON_HAND', 'RESERVED', 'COMMITTED', 'DAMAGED', 'QUALITY_CONTROL', 'DISPLAY'));
comment on column inventory.stock_movement.unavailable_after is 'damaged, in quality control and on display, together';

-- Promises may not rise above what is left for them. Goods found damaged may push them there, as a sale may; and a hold
-- that becomes a commitment is the same promise.
drop trigger stock_level_reserved_within_on_hand on inventory.stock_level;
drop trigger stock_level_reserved_within_on_hand_from_the_start on inventory.stock_level;

create or replace function inventory.refuse_to_promise_more_than_there_is() returns trigger language plpgsql as $$
begin
    raise exception 'more promised than there is: % of % at %, on hand %, of which not for sale %',
        new.reserved + new.committed, new.sku, new.location, new.on_hand,
        new.damaged + new.quality_control + new.display
        using errcode = 'check_violation', constraint = 'stock_level_promised_within_on_hand';
end $$;

create trigger stock_level_promised_within_on_hand
    before update on inventory.stock_level
    for each row when (new.reserved + new.committed > old.reserved + old.committed
        and new.reserved + new.committed + new.damaged + new.quality_control + new.display > new.on_hand)
    execute function inventory.refuse_to_promise_more_than_there_is();
create trigger stock_level_promised_within_on_hand_from_the_start
    before insert on inventory.stock_level
    for each row when (new.reserved + new.committed > 0
        and new.reserved + new.committed + new.damaged + new.quality_control + new.display > new.on_hand)
    execute function inventory.refuse_to_promise_more_than_there_is();

-- What was committed before today stands in the ledger as reserved: two movements a cell carry it over.
with committed as (
    select sku, location, sum(quantity) as quantity from inventory.reservation_line
    where state = 'COMMITTED' group by sku, location),
carried as (
    update inventory.stock_level l
    set reserved = l.reserved - c.quantity, committed = c.quantity, sequence = l.sequence + 2,
        feed_tx = greatest(pg_current_xact_id(), l.feed_tx)
    from committed c
    where l.sku = c.sku and l.location = c.location
    returning l.*)
insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta, on_hand_after,
    reserved_after, committed_after, reason, actor, occurred_at, received_at, recorded_at, feed_tx)
select 'committed-apart/' || step.name, sku, location, sequence + step.n, step.name, step.sign * committed, on_hand,
    case when step.n = 0 then reserved else reserved + committed end, committed, 'RESERVATION_COMMITTED', 'system',
    now(), now(), now(), feed_tx
from carried cross join (values (-1, 'COMMITTED', 1), (0, 'RESERVED', -1)) as step (n, name, sign)
order by sku, location, step.n;
