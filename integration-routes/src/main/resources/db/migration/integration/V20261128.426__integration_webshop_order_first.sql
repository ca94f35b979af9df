-- What had left of an order when its shop first told of it is not ours to book. News may be done in another order than
-- they came, so the first one is kept until one is done; only of orders that are older than the shop's connection.
alter table integration.webshop_order add column told_first text;
