create table loyalty.coupon_issue (
    id                 uuid        primary key,
    source             text        not null,
    source_transaction text        not null,
    offer              text        not null references loyalty.offer,
    content            text        not null,
    issued_at          timestamptz not null,
    constraint coupon_issue_once unique (source, source_transaction)
);

comment on table loyalty.coupon_issue is 'Codes that were issued together, under the key of the system that asked';
comment on column loyalty.coupon_issue.content is 'SHA-256 over what was asked; the same key with another one is a conflict';

create table loyalty.coupon (
    code               text        not null primary key check (code ~ '^[A-Z0-9-]{4,40}$'),
    issue              uuid        not null references loyalty.coupon_issue,
    offer              text        not null references loyalty.offer,
    member             uuid        references loyalty.member,
    valid_from         timestamptz not null,
    expires_at         timestamptz not null,
    state              text        not null check (state in ('ISSUED', 'RESERVED', 'REDEEMED', 'RELEASED', 'VOID')),
    source             text,
    source_transaction text,
    reserved_until     timestamptz,
    changed_at         timestamptz not null,
    constraint coupon_expires_after_it_begins check (expires_at > valid_from),
    constraint coupon_changed_by_a_transaction check (
        (state = 'ISSUED') = (source is null) and (source is null) = (source_transaction is null)),
    constraint coupon_reserved_until_some_time check ((state = 'RESERVED') = (reserved_until is not null))
);

comment on table loyalty.coupon is
    'A code that can be used once. It is EXPIRED by the clock, from expires_at on, unless it was used or reserved before';
comment on column loyalty.coupon.member is 'whose alone it is; null: whoever has it';
comment on column loyalty.coupon.source_transaction is 'which transaction of source reserved, used, released or voided it last';
comment on column loyalty.coupon.reserved_until is 'from then on another may reserve it';

create index coupon_of_issue on loyalty.coupon (issue);
create index coupon_of_member on loyalty.coupon (member) where member is not null;

create table loyalty.coupon_step (
    id                 bigint      generated always as identity primary key,
    code               text        not null references loyalty.coupon,
    state              text        not null check (state in ('RESERVED', 'REDEEMED', 'RELEASED', 'VOID')),
    source             text        not null,
    source_transaction text        not null,
    till               text,
    at                 timestamptz not null,
    told_at            timestamptz not null
);

comment on table loyalty.coupon_step is 'What became of a code, step by step; only ever added to';
comment on column loyalty.coupon_step.till is 'which till took it while it was offline; null otherwise';

create index coupon_step_of_code on loyalty.coupon_step (code);
-- Whatever a program does: a code is used once.
create unique index coupon_used_once on loyalty.coupon_step (code) where state = 'REDEEMED';

create trigger coupon_step_append_only before update or delete on loyalty.coupon_step
    for each row execute function loyalty.refuse_change();
create trigger coupon_step_not_emptied before truncate on loyalty.coupon_step
    for each statement execute function loyalty.refuse_change();

create table loyalty.coupon_offline_use (
    offer  text    not null references loyalty.offer,
    source text    not null,
    till   text    not null,
    day    date    not null,
    used   integer not null check (used > 0),
    primary key (offer, source, till, day)
);

comment on table loyalty.coupon_offline_use is
    'How many codes of an offer a till has taken offline on one day of the programme''s zone, held against the offer''s cap';

create table loyalty.coupon_conflict (
    id                 bigint      generated always as identity primary key,
    code               text        not null,
    source             text        not null,
    source_transaction text        not null,
    till               text        not null,
    reason             text        not null,
    occurred_at        timestamptz not null,
    told_at            timestamptz not null,
    constraint coupon_conflict_once unique (code, source, source_transaction)
);

comment on table loyalty.coupon_conflict is
    'Uses that tills told when they were online again and that should not have been: a second use of a code, one beyond the cap, of a code that was no longer good';
comment on column loyalty.coupon_conflict.code is 'as the till read it, known or not';

create trigger coupon_conflict_append_only before update or delete on loyalty.coupon_conflict
    for each row execute function loyalty.refuse_change();
create trigger coupon_conflict_not_emptied before truncate on loyalty.coupon_conflict
    for each statement execute function loyalty.refuse_change();
