-- Where in a store an item stands, as the store's own people call the place: what a planogram says.
create table inventory.shelf_place (
    location text not null references inventory.location (id),
    sku text not null references inventory.item (sku) on delete cascade,
    place text not null check (length(place) between 1 and 40 and place = btrim(place)),
    primary key (location, sku)
);

create index shelf_place_sku on inventory.shelf_place (sku);
