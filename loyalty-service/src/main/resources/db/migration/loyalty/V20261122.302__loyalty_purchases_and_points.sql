create table loyalty.purchase (
    id                 uuid primary key,
    account            uuid           not null references loyalty.member,
    kind               text           not null check (kind in ('SALE', 'RETURN')),
    source             text           not null,
    source_transaction text           not null,
    return_of          text,
    channel            text           not null check (channel in ('STORE', 'WEB', 'APP')),
    location           text,
    occurred_at        timestamptz    not null,
    recorded_at        timestamptz    not null,
    currency           text           not null check (currency ~ '^[A-Z]{3}$'),
    total              numeric(19, 4) not null check (total >= 0),
    points_per         numeric(19, 4) not null check (points_per > 0),
    points             bigint         not null,
    content            text           not null,
    constraint purchase_once unique (source, source_transaction, kind),
    constraint purchase_only_returns_refer check (kind = 'RETURN' or return_of is null),
    constraint purchase_sale_earns_return_takes check (case kind when 'SALE' then points >= 0 else points <= 0 end)
);

comment on table loyalty.purchase is
    'What a customer bought or brought back, on any channel. One till transaction may be both: an exchange has a SALE and a RETURN of the same key';
comment on column loyalty.purchase.return_of is 'source_transaction of the sale, in the same source, when the till knew it';
comment on column loyalty.purchase.total is 'what was paid, or given back, in currency; never negative';
comment on column loyalty.purchase.points_per is 'the amount one point stood for when this was recorded';
comment on column loyalty.purchase.points is 'what it changed in the ledger, 0 included';
comment on column loyalty.purchase.content is 'SHA-256 over what was told, in hexadecimal digits; the same key with another one is a conflict';

create index purchase_timeline on loyalty.purchase (account, occurred_at desc, id desc);
create index purchase_returns on loyalty.purchase (source, return_of) where return_of is not null;

create table loyalty.purchase_line (
    purchase uuid           not null references loyalty.purchase,
    line     integer        not null,
    item     text           not null,
    quantity numeric(15, 3) not null check (quantity > 0),
    amount   numeric(19, 4),
    primary key (purchase, line)
);

comment on column loyalty.purchase_line.item is 'SKU, or the code the channel named where no item was known';
comment on column loyalty.purchase_line.amount is 'for the whole line after discounts, in the purchase''s currency; null if the channel did not say';

create table loyalty.points_entry (
    id                 uuid primary key,
    account            uuid        not null references loyalty.member,
    points             bigint      not null check (points <> 0),
    purpose            text        not null check (purpose in ('EARN', 'RETURN')),
    against            text        not null check (against in ('ISSUED', 'REDEEMED', 'EXPIRED', 'ADJUSTED', 'SETTLEMENT')),
    source             text        not null,
    source_transaction text        not null,
    occurred_at        timestamptz not null,
    recorded_at        timestamptz not null,
    constraint points_entry_once unique (source, source_transaction, purpose)
);

comment on table loyalty.points_entry is 'The ledger: whole points, only ever added to';
comment on column loyalty.points_entry.points is 'added to the account, and by the same number taken from the programme''s account named in against';
comment on column loyalty.points_entry.against is 'the programme''s side of the double entry';

create index points_entry_account on loyalty.points_entry (account, recorded_at desc, id desc);

create table loyalty.points_balance (
    account    uuid primary key references loyalty.member,
    points     bigint      not null,
    changed_at timestamptz not null
);

comment on table loyalty.points_balance is
    'The sum of an account''s entries, kept in the statement that adds one so that a till need not add up; negative is a debt. The audit compares';

create function loyalty.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on %.% is refused: rows are only ever added', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation', hint = 'Record a correcting entry instead.';
end $$;

create trigger points_entry_append_only before update or delete on loyalty.points_entry
    for each row execute function loyalty.refuse_change();
create trigger points_entry_not_emptied before truncate on loyalty.points_entry
    for each statement execute function loyalty.refuse_change();
