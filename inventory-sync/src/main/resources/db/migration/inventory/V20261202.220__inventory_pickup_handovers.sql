-- Handover codes are signed, so that a store without a network can check its own orders'; a code can be replaced, another
-- person can be sent, and some goods want a look at a document.
create table inventory.pickup_code_key (
    id          text        primary key,
    private_key bytea       not null,
    public_key  bytea       not null,
    pin_key     bytea       not null check (length(pin_key) = 32),
    created_at  timestamptz not null
);
comment on table inventory.pickup_code_key is
    'Ed25519 keys by which handover codes are signed and checked; the youngest that stores have had for a week signs';
comment on column inventory.pickup_code_key.private_key is 'PKCS #8; never leaves the hub';
comment on column inventory.pickup_code_key.public_key is 'X.509; stores have it';
comment on column inventory.pickup_code_key.pin_key is 'of which an order''s PIN follows; never leaves the hub';

alter table inventory.pickup_handover_code
    alter column salt drop not null,
    alter column hash drop not null,
    add column code_key text references inventory.pickup_code_key (id),
    add column number integer not null default 1 check (number > 0),
    add constraint pickup_handover_code_is_signed_or_hashed check ((code_key is null) = (hash is not null)),
    add constraint pickup_handover_code_salt check ((salt is null) = (hash is null));
comment on column inventory.pickup_handover_code.hash is 'of orders from before codes were signed';
comment on column inventory.pickup_handover_code.number is 'of the code that counts; earlier ones were replaced';

alter table inventory.pickup_order
    add column delegate_name text check (length(delegate_name) between 1 and 100);
comment on column inventory.pickup_order.delegate_name is 'whom the customer sends instead; personal';

create table inventory.handover_check (
    sku         text     primary key references inventory.item (sku),
    minimum_age smallint check (minimum_age between 1 and 99),
    identity    boolean  not null,
    check (minimum_age is not null or identity)
);
comment on table inventory.handover_check is 'items of which nobody hands over a piece without a look at a document';

alter table inventory.pickup_step add column checked text;
comment on column inventory.pickup_step.checked is 'what was looked at before the goods were handed over';
