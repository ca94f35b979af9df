-- What the shop has is not sure when the shop may have changed it itself. Whoever has read or written it before that
-- must not say afterwards that it is: such doubts are numbered, over all items.
create sequence integration.webshop_item_doubt;
select setval('integration.webshop_item_doubt', 1);
alter table integration.webshop_item add column doubt bigint not null default 0;
