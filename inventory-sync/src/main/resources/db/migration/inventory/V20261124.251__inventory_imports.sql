-- A file of stock, kept as it came until it is done. Imports are worked on one after the other, in the order of "number".
create table inventory.stock_import (
    id              uuid        not null primary key,
    number          bigint      generated always as identity unique,
    mode            text        not null check (mode in ('MOVEMENTS', 'COUNTS')),
    dry_run         boolean     not null,
    format          text        not null check (format in ('CSV', 'NDJSON')),
    charset         text        not null,
    size            bigint      not null check (size > 0),
    sha256          bytea       not null check (octet_length(sha256) = 32),
    caller          text        not null,
    idempotency_key text        check (length(idempotency_key) between 1 and 255),
    locations       text[],
    received_at     timestamptz not null,
    state           text        not null check (state in ('RUNNING', 'HELD', 'COMPLETED', 'FAILED')),
    rows            bigint      not null default 0 check (rows >= 0),
    recorded        bigint      not null default 0 check (recorded >= 0),
    unchanged       bigint      not null default 0 check (unchanged >= 0),
    duplicates      bigint      not null default 0 check (duplicates >= 0),
    rejected        bigint      not null default 0 check (rejected >= 0),
    position        bigint      not null default 0 check (position >= 0),
    leased_by       uuid,
    leased_until    timestamptz,
    tries           integer     not null default 0,
    failure_code    text,
    failure_detail  text,
    finished_at     timestamptz,
    check ((state in ('COMPLETED', 'FAILED')) = (finished_at is not null)),
    check ((state = 'FAILED') = (failure_code is not null)),
    check (state <> 'COMPLETED' or rows = recorded + unchanged + duplicates + rejected)
);
comment on column inventory.stock_import.size is 'in bytes, unpacked';
comment on column inventory.stock_import.sha256 is 'of the file, unpacked: the same movements sent again are the same import';
comment on column inventory.stock_import.locations is 'those that its sender may speak for; null: every one';
comment on column inventory.stock_import.position is 'every line up to this one is done; moves in the transaction of what it counts';
comment on column inventory.stock_import.leased_until is 'until then the copy of the application that works on it need not be asked';
create index stock_import_open on inventory.stock_import (number) where state = 'RUNNING';
create unique index stock_import_same_movements on inventory.stock_import (sha256, caller)
    where mode = 'MOVEMENTS' and not dry_run and state <> 'FAILED';
create unique index stock_import_by_idempotency_key on inventory.stock_import (caller, idempotency_key)
    where idempotency_key is not null;

create table inventory.stock_import_part (
    import  uuid    not null references inventory.stock_import (id) on delete cascade,
    part    integer not null check (part >= 0),
    content bytea   not null check (octet_length(content) between 1 and 1048576),
    primary key (import, part)
);
alter table inventory.stock_import_part alter column content set storage external;
comment on table inventory.stock_import_part is 'the file as one gzip stream in slices, until it is done';

create table inventory.stock_import_rejection (
    import uuid   not null references inventory.stock_import (id) on delete cascade,
    line   bigint not null check (line > 0),
    code   text   not null,
    field  text,
    detail text   not null,
    primary key (import, line)
);

-- Scratch paper of the one import that is being worked on; after a crash it is filled anew from the file.
create unlogged table inventory.stock_import_slice (
    line        bigint         not null,
    key         text,
    digest      uuid,
    sku         text           not null,
    location    text           not null,
    quantity    numeric(15, 3) not null,
    reason      text           not null,
    document    text,
    occurred_at timestamptz    not null
);
comment on table inventory.stock_import_slice is 'some rows of the file, before they are held against items, locations and levels';

create unlogged table inventory.staged_movement (
    line        bigint         not null primary key,
    key         text,
    digest      uuid,
    sku         text           not null,
    location    text           not null,
    quantity    numeric(15, 3) not null,
    reason      text           not null,
    document    text,
    occurred_at timestamptz    not null
);
comment on table inventory.staged_movement is 'rows of the running import that are about to become movements';
comment on column inventory.staged_movement.key is 'the row''s own id, if it has one; else its place in the file makes it once';
