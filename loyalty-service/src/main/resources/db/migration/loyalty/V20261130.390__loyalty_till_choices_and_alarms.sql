alter table loyalty.till_lookup
    drop constraint till_lookup_asked_by_check,
    add constraint till_lookup_asked_by_check check (asked_by in (
        'CARD', 'PHONE', 'PHONE_LAST4_AND_KANA', 'MEMBER_CODE', 'NAME_AND_BIRTHDAY', 'RECEIPT', 'SCAN', 'CHOICE',
        'CONTACT'));

comment on column loyalty.till_lookup.asked_by is
    'the way to ask; SCAN for what a scanner read and nobody knew, CHOICE for one of a pick list, CONTACT when phone and mail of an opened member were shown in clear';

-- Of a family name's readings one day of the year has a handful.
create index member_birthday on loyalty.member
    ((extract(month from birth_date)::integer * 100 + extract(day from birth_date)::integer), kana_key)
    where part_of is null and kana_key is not null and birth_date is not null;

create table loyalty.till_choice (
    id         uuid        primary key,
    member     uuid        not null references loyalty.member,
    actor      text        not null,
    till       text        not null,
    listed_by  text        not null,
    used       text,
    expires_at timestamptz not null,
    tries_left integer     not null check (tries_left >= 0)
);

comment on table loyalty.till_choice is
    'One of a pick list, for some minutes: whoever was shown the list may open it with something that the list was not made by';
comment on column loyalty.till_choice.used is 'the last four digits that led to the list, which prove nothing any more; null when asked otherwise';

create index till_choice_ended on loyalty.till_choice (expires_at);

create table loyalty.till_pace (
    actor  text        not null,
    till   text        not null,
    minute timestamptz not null,
    asked  integer     not null check (asked > 0),
    primary key (actor, till)
);

comment on table loyalty.till_pace is 'How many look-ups somebody asked at a till in the minute of the latest';

create table loyalty.till_alarm (
    id       bigint      generated always as identity primary key,
    kind     text        not null check (kind in ('MANY_MEMBERS', 'MISSES_IN_A_ROW', 'SAME_MEMBER_OFTEN')),
    actor    text        not null,
    till     text        not null,
    location text        not null,
    member   uuid        references loyalty.member,
    period   timestamptz not null,
    seen     bigint      not null check (seen > 0),
    at       timestamptz not null,
    constraint till_alarm_once unique nulls not distinct (kind, actor, till, member, period),
    constraint till_alarm_names_whom_it_is_about check ((kind = 'SAME_MEMBER_OFTEN') = (member is not null))
);

comment on table loyalty.till_alarm is 'Look-ups at a till that a manager should ask about';
comment on column loyalty.till_alarm.period is 'the hour, or for one member the day in UTC, in which it is told once';
comment on column loyalty.till_alarm.seen is 'members opened, misses in a row, or openings of the member: the most there were';

create index till_alarm_latest on loyalty.till_alarm (at desc);
