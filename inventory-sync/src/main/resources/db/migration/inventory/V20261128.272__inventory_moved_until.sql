-- Whether anything moved after a count is told by the cell's row: most of a snapshot's rows need no look into the ledger.
alter table inventory.stock_level add column moved_until timestamptz not null default '-infinity';
comment on column inventory.stock_level.moved_until is
    'nothing that really moved on_hand, adjustments to counts apart, occurred after it; never falls';

-- Nothing is recorded long before it occurs, so what lies in closed months occurred before this.
with moved as (
    select sku, location, occurred_at from inventory.stock_movement where quantity_name = 'ON_HAND' and count_id is null
    union all
    select sku, location, (select max(ends_at) + interval '2 days' from inventory.closed_partition)
    from inventory.stock_opening),
latest as (
    select sku, location, max(occurred_at) as occurred_at from moved group by sku, location)
update inventory.stock_level l set moved_until = latest.occurred_at
from latest where l.sku = latest.sku and l.location = latest.location and latest.occurred_at is not null;
