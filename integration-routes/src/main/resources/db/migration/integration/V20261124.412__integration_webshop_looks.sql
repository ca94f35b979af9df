-- Some shops do not say in their lists that an order has changed: those that goods are kept for are looked at by themselves.
alter table integration.webshop_order add column looked_at timestamptz;
