-- Staff look for an order by its number, whatever store it is for; tills by number and store.
drop index inventory.pickup_order_by_number;
create index pickup_order_by_number on inventory.pickup_order (order_number, location);
