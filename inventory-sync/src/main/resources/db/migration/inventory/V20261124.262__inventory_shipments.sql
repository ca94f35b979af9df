-- Goods on their way to a location: from another one (a transfer) or from a supplier (a purchase receipt).
create table inventory.shipment (
    id            uuid        not null primary key,
    kind          text        not null check (kind in ('TRANSFER', 'PURCHASE')),
    reference     text        not null check (reference <> '' and length(reference) <= 200),
    digest        uuid        not null,
    source        text        references inventory.location (id),
    supplier      text        check (supplier <> '' and length(supplier) <= 200),
    location      text        not null references inventory.location (id),
    state         text        not null check (state in
        ('DRAFT', 'DISPATCHED', 'EXPECTED', 'PARTIALLY_RECEIVED', 'RECEIVED', 'CANCELLED')),
    expected_at   timestamptz,
    created_by    text        not null,
    created_at    timestamptz not null,
    dispatched_at timestamptz,
    ended_at      timestamptz,
    unique nulls not distinct (kind, supplier, reference),
    check ((kind = 'TRANSFER') = (source is not null)),
    check ((kind = 'PURCHASE') = (supplier is not null)),
    check (kind = 'TRANSFER' or state not in ('DRAFT', 'DISPATCHED')),
    check (kind = 'PURCHASE' or state <> 'EXPECTED'),
    check (source <> location),
    check ((state in ('RECEIVED', 'CANCELLED')) = (ended_at is not null))
);
comment on column inventory.shipment.reference is 'the caller''s own number for it: sent again it is the same shipment';
comment on column inventory.shipment.digest is 'of what was asked: the same reference with other content is a conflict';
comment on column inventory.shipment.source is 'where a transfer comes from';
create index shipment_to on inventory.shipment (location, created_at, id);
create index shipment_from on inventory.shipment (source, created_at, id) where source is not null;
create index shipment_in_order on inventory.shipment (created_at, id);

create table inventory.shipment_line (
    shipment    uuid           not null references inventory.shipment (id) on delete cascade,
    line        text           not null check (line <> '' and length(line) <= 100),
    place       integer        not null,
    sku         text           not null references inventory.item (sku),
    location    text           not null,
    expected_at timestamptz,
    quantity    numeric(15, 3) not null check (quantity > 0),
    sent        numeric(15, 3) not null default 0 check (sent >= 0),
    received    numeric(15, 3) not null default 0 check (received >= 0),
    damaged     numeric(15, 3) not null default 0 check (damaged >= 0),
    returned    numeric(15, 3) not null default 0 check (returned >= 0),
    missing     numeric(15, 3) not null default 0 check (missing >= 0),
    over        numeric(15, 3) not null default 0 check (over >= 0),
    outstanding numeric(15, 3) not null generated always as (sent - received - damaged - returned - missing) stored
        check (outstanding >= 0),
    primary key (shipment, line)
);
comment on table inventory.shipment_line is 'what is outstanding sums up to stock_level.incoming';
comment on column inventory.shipment_line.sent is 'dispatched, or announced by the supplier; 0 while nothing is on its way';
comment on column inventory.shipment_line.received is 'in good order; no line takes more than was sent, what is beyond is over';
comment on column inventory.shipment_line.returned is 'back at the source, damaged or not';
comment on column inventory.shipment_line.missing is 'named as never arrived when the shipment was closed';
create index shipment_line_outstanding on inventory.shipment_line (sku, location, expected_at) where outstanding > 0;

create table inventory.shipment_receipt (
    shipment    uuid        not null references inventory.shipment (id) on delete cascade,
    receipt     text        not null check (receipt <> '' and length(receipt) <= 100),
    digest      uuid        not null,
    location    text        not null references inventory.location (id),
    occurred_at timestamptz not null,
    actor       text        not null,
    recorded_at timestamptz not null,
    primary key (shipment, receipt)
);
comment on table inventory.shipment_receipt is 'what came in one go, under the receiver''s own number: sent again it is the same';

create table inventory.shipment_receipt_line (
    shipment uuid           not null,
    receipt  text           not null,
    place    integer        not null,
    line     text,
    sku      text           not null,
    quantity numeric(15, 3) not null check (quantity >= 0),
    damaged  numeric(15, 3) not null check (damaged >= 0),
    over     numeric(15, 3) not null check (over >= 0),
    primary key (shipment, receipt, place),
    foreign key (shipment, receipt) references inventory.shipment_receipt (shipment, receipt) on delete cascade,
    check (quantity + damaged + over > 0)
);
comment on column inventory.shipment_receipt_line.line is 'null for an item that is on no line';

create table inventory.shipment_discrepancy (
    id       bigint         generated always as identity primary key,
    shipment uuid           not null references inventory.shipment (id) on delete cascade,
    kind     text           not null check (kind in ('SHORT', 'OVER', 'DAMAGED', 'WRONG_ITEM')),
    line     text,
    sku      text           not null,
    quantity numeric(15, 3) not null check (quantity > 0),
    receipt  text,
    note     text           check (note <> '' and length(note) <= 500),
    actor    text           not null,
    named_at timestamptz    not null
);
comment on table inventory.shipment_discrepancy is 'where what came is not what was sent, by name';
create index shipment_discrepancy_of on inventory.shipment_discrepancy (shipment, id);
