-- What the shop tells of an order's payment. Nothing follows from it here but sums, and those hold together.
create table inventory.pickup_payment (
    pickup_order uuid           not null references inventory.pickup_order (id),
    key          text           not null check (key <> '' and length(key) <= 100),
    kind         text           not null check (kind in ('AUTHORISED', 'CAPTURED', 'REFUNDED')),
    amount       numeric(15, 3) not null check (amount > 0),
    currency     text           not null check (currency ~ '^[A-Z]{3}$'),
    at           timestamptz    not null,
    reference    text           check (reference <> '' and length(reference) <= 200),
    actor        text           not null,
    recorded_at  timestamptz    not null,
    primary key (pickup_order, key)
);
comment on table inventory.pickup_payment is 'append-only: what the shop told of an order''s payment, under its own key';
comment on column inventory.pickup_payment.at is 'when it happened at the shop';
comment on column inventory.pickup_payment.reference is 'the payment provider''s or the shop''s own number of it';
create trigger pickup_payment_is_append_only
    before update or delete on inventory.pickup_payment
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger pickup_payment_is_never_truncated
    before truncate on inventory.pickup_payment
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();

alter table inventory.pickup_order
    add column paid_currency text check (paid_currency ~ '^[A-Z]{3}$'),
    add column authorised numeric(15, 3) not null default 0 check (authorised >= 0),
    add column captured numeric(15, 3) not null default 0 check (captured >= 0),
    add column refunded numeric(15, 3) not null default 0 check (refunded >= 0),
    add constraint pickup_order_refunds_what_was_captured check (refunded <= captured),
    add constraint pickup_order_paid_in_a_currency
        check (paid_currency is not null or (authorised = 0 and captured = 0 and refunded = 0)),
    add constraint pickup_order_paid_in_its_currency check (paid_currency = currency);
comment on column inventory.pickup_order.captured is 'the sum of what the shop told in pickup_payment, as the others';
