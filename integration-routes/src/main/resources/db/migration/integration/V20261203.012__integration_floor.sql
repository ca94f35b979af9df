-- Shoppers who asked for somebody of the staff. Of one shopper at one shelf at most one waits.
create table integration.staff_call (
    id uuid primary key,
    location text not null,
    sku text not null,
    -- Their basket: a shopper needs no name.
    basket uuid not null,
    asked_at timestamptz not null,
    answered_at timestamptz,
    answered_by text,
    check ((answered_at is null) = (answered_by is null))
);

create unique index staff_call_waiting on integration.staff_call (basket, location, sku) where answered_at is null;
create index staff_call_of_store on integration.staff_call (location, asked_at) where answered_at is null;

-- What the web shop tells of what its customers think of an item.
create table integration.item_reviews (
    sku text primary key,
    average numeric(3, 2) not null check (average between 1 and 5),
    reviews int not null check (reviews > 0),
    -- The latest few: rating, title, text, language and day of each.
    latest jsonb not null,
    changed_at timestamptz not null
);
