-- A promise may move to another location: the line there is a new one, and the old one says where it went.
alter table inventory.reservation
    drop constraint reservation_state_check,
    add constraint reservation_state_check check (state in
        ('HELD', 'COMMITTED', 'FULFILLED', 'RELEASED', 'EXPIRED', 'TRANSFERRED')),
    add column transferred_from uuid references inventory.reservation (id);
comment on column inventory.reservation.transferred_from is 'the reservation whose lines were moved here';

alter table inventory.reservation_line
    drop constraint reservation_line_state_check,
    add constraint reservation_line_state_check check (state in
        ('HELD', 'COMMITTED', 'FULFILLED', 'RELEASED', 'EXPIRED', 'TRANSFERRED')),
    add column transferred_to uuid references inventory.reservation (id),
    add constraint reservation_line_transferred check ((state = 'TRANSFERRED') = (transferred_to is not null)),
    add column backordered numeric(15, 3) not null default 0,
    add constraint reservation_line_backordered check (backordered between 0 and quantity);
comment on column inventory.reservation_line.backordered is 'how much of it was not on hand when it was promised';

-- With the end in it, so that looking for ended holds at a hot cell does not read every open line there.
drop index inventory.reservation_line_open;
create index reservation_line_open on inventory.reservation_line (sku, location, expires_at)
    where state in ('HELD', 'COMMITTED');
