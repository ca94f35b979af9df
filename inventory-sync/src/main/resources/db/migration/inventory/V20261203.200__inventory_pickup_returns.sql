-- What customers bring back of what they have collected. The line's counter is what keeps more from coming back than left.
alter table inventory.pickup_line
    add column returned numeric(15, 3) not null default 0,
    add constraint pickup_line_returned check (returned between 0 and quantity - missing),
    add constraint pickup_line_returned_was_collected check (returned = 0 or state = 'COLLECTED');
comment on column inventory.pickup_line.returned is 'how much of it the customer has brought back';

create table inventory.pickup_return (
    pickup_order     uuid        not null references inventory.pickup_order (id),
    key              text        not null check (key <> '' and length(key) <= 100),
    digest           uuid        not null,
    till_transaction text        check (till_transaction <> '' and length(till_transaction) <= 200),
    reason           text        check (length(reason) <= 500),
    device           text        check (length(device) <= 100),
    actor            text        not null,
    returned_at      timestamptz not null,
    primary key (pickup_order, key)
);
comment on table inventory.pickup_return is 'append-only: what was brought back in one go, under a number of whoever took it';
comment on column inventory.pickup_return.digest is 'of what was said: the same key with other content is a conflict';
comment on column inventory.pickup_return.till_transaction is
    'the till''s return of the same goods, which raises stock and takes back points by itself';

create table inventory.pickup_return_line (
    pickup_order uuid           not null,
    key          text           not null,
    line         text           not null,
    condition    text           not null check (condition in ('RESELLABLE', 'DAMAGED')),
    quantity     numeric(15, 3) not null check (quantity > 0),
    primary key (pickup_order, key, line, condition),
    foreign key (pickup_order, key) references inventory.pickup_return (pickup_order, key),
    foreign key (pickup_order, line) references inventory.pickup_line (pickup_order, line)
);
create trigger pickup_return_is_append_only
    before update or delete on inventory.pickup_return
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger pickup_return_line_is_append_only
    before update or delete on inventory.pickup_return_line
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger pickup_return_is_never_truncated
    before truncate on inventory.pickup_return
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();
create trigger pickup_return_line_is_never_truncated
    before truncate on inventory.pickup_return_line
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();
