create table inventory.reservation (
    id          uuid        not null primary key,
    owner       text        not null check (owner <> '' and length(owner) <= 200),
    channel     text        not null,
    state       text        not null check (state in ('HELD', 'COMMITTED', 'FULFILLED', 'RELEASED', 'EXPIRED')),
    expires_at  timestamptz check ((state <> 'HELD') or expires_at is not null),
    created_at  timestamptz not null,
    resolved_at timestamptz check ((state in ('HELD', 'COMMITTED')) = (resolved_at is null))
);
comment on column inventory.reservation.expires_at is 'a HELD one promises nothing from this instant on, swept or not';
create index reservation_by_owner on inventory.reservation (owner, created_at);

create table inventory.reservation_line (
    reservation uuid           not null references inventory.reservation (id) on delete cascade,
    line        text           not null check (line <> '' and length(line) <= 100),
    owner       text           not null,
    sku         text           not null,
    location    text           not null,
    quantity    numeric(15, 3) not null check (quantity > 0),
    state       text           not null check (state in ('HELD', 'COMMITTED', 'FULFILLED', 'RELEASED', 'EXPIRED')),
    expires_at  timestamptz check ((state <> 'HELD') or expires_at is not null),
    primary key (reservation, line)
);
comment on table inventory.reservation_line is 'open lines (HELD, COMMITTED) sum up to stock_level.reserved';
create unique index reservation_line_once_per_owner on inventory.reservation_line (owner, line)
    where state in ('HELD', 'COMMITTED');
create index reservation_line_open on inventory.reservation_line (sku, location)
    where state in ('HELD', 'COMMITTED');
create index reservation_line_ends on inventory.reservation_line (expires_at)
    where state = 'HELD';
