-- What a customer has chosen and not bought yet, on whichever channel: one basket, whoever goes on with it.
create table loyalty.basket (
    id uuid primary key,
    -- What a person says or a scanner reads; of an ended basket another may have it.
    code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{6}$'),
    begun_in text not null check (begun_in in ('STORE', 'WEB', 'APP')),
    -- The store in which it was opened last.
    location text,
    account uuid references loyalty.member (id),
    begun_at timestamptz not null,
    changed_at timestamptz not null,
    ended_at timestamptz,
    ended_as text check (ended_as in ('PICKUP', 'DELIVERY', 'SOLD', 'JOINED')),
    -- The pickup order, the reservation, the receipt or the other basket.
    reference text,
    check ((ended_at is null) = (ended_as is null) and (ended_as is null) = (reference is null))
);

create unique index basket_open_code on loyalty.basket (code) where ended_at is null;
create index basket_account on loyalty.basket (account) where account is not null;
create index basket_changed on loyalty.basket (changed_at);

-- Who has a key may open the basket: a phone, or somebody who scanned it from a screen.
create table loyalty.basket_key (
    hash bytea primary key,
    basket uuid not null references loyalty.basket on delete cascade
);

create index basket_key_basket on loyalty.basket_key (basket);

create table loyalty.basket_line (
    basket uuid not null references loyalty.basket on delete cascade,
    item text not null,
    quantity numeric(9, 3) not null check (quantity > 0),
    -- The store in whose shelf it was chosen.
    location text,
    -- The reservation that keeps it there.
    hold uuid,
    added_at timestamptz not null,
    primary key (basket, item),
    check (hold is null or location is not null)
);
