-- What waits for a member in any store.
create index pickup_order_of_member on inventory.pickup_order (member, expires_at) where member is not null;
