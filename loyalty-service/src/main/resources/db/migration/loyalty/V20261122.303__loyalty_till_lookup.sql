create table loyalty.till_lookup (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    actor      text        not null,
    till       text        not null,
    location   text        not null,
    reason     text        not null,
    asked_by   text        not null check (asked_by in ('CARD', 'PHONE', 'PHONE_LAST4_AND_KANA', 'MEMBER_CODE')),
    asked      text        not null,
    matches    bigint      not null check (matches >= 0),
    opened     uuid references loyalty.member,
    constraint till_lookup_opens_only_a_single_match check (opened is null or matches = 1)
);

comment on table loyalty.till_lookup is 'Who looked for a customer at a till, why, and whom they were shown';
comment on column loyalty.till_lookup.asked is 'what was asked, masked: enough to recognise a slip, too little to find the person';
comment on column loyalty.till_lookup.opened is 'the member whose profile was shown';

create index till_lookup_opened on loyalty.till_lookup (opened, at desc) where opened is not null;
create index till_lookup_actor on loyalty.till_lookup (actor, at desc);

create trigger till_lookup_append_only before update or delete on loyalty.till_lookup
    for each row execute function loyalty.refuse_change();
create trigger till_lookup_not_emptied before truncate on loyalty.till_lookup
    for each statement execute function loyalty.refuse_change();
