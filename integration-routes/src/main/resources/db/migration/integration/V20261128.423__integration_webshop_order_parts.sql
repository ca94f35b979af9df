-- What one piece of an order's line is made of, as it was when goods were first booked for all of it: whatever the shop
-- renames, deletes or puts together otherwise since, the line stays the same and nothing leaves twice.
create table integration.webshop_order_part (
    shop        text not null,
    shop_order  text not null,
    line        text not null,
    sku         text not null,
    each        numeric(15, 3) not null check (each > 0), -- in one piece of the line
    primary key (shop, shop_order, line, sku),
    foreign key (shop, shop_order) references integration.webshop_order on delete cascade
);

create function integration.webshop_order_part_stays() returns trigger language plpgsql as $$
begin
    raise exception 'what line % of order % was made of is never changed', old.line, old.shop_order;
end
$$;
create trigger webshop_order_part_stays before update on integration.webshop_order_part
    for each row execute function integration.webshop_order_part_stays();
