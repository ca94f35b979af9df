create table integration.message (
    id           uuid        primary key,
    number       bigint      generated always as identity unique,
    kind         text        not null check (kind in ('PLACED', 'FELL_SHORT', 'RESCUE', 'DELAYED', 'READY', 'REMINDER',
                                                      'LAST_DAY', 'EXPIRED', 'CANCELLED', 'REJECTED', 'COLLECTED')),
    occasion     uuid        not null,
    pickup       uuid        not null,
    order_number text        not null,
    location     text        not null,
    member       uuid,
    state        text        not null check (state in ('WAITING', 'SENT', 'DELIVERED', 'WITHHELD', 'FAILED')),
    reason       text        check (reason ~ '^[A-Z][A-Z_]*$'),
    round        integer     not null default 1 check (round > 0),
    next_at      timestamptz,
    planned_at   timestamptz not null,
    ended_at     timestamptz,
    constraint message_once unique (kind, occasion),
    constraint message_that_waits_has_its_turn check (state <> 'WAITING' or next_at is not null),
    constraint message_that_ended_has_none check (state in ('WAITING', 'SENT') or next_at is null),
    constraint message_not_sent_says_why check ((state in ('WITHHELD', 'FAILED')) = (reason is not null))
);
create index message_due on integration.message (next_at) where next_at is not null;
create index message_of_order on integration.message (pickup, number);
create index message_by_order_number on integration.message (order_number);
create index message_of_member on integration.message (member, number) where member is not null;
create index message_failed on integration.message (number) where state = 'FAILED';

comment on table integration.message is
    'What a shopper is told of a pickup order. Neither address nor text: both are looked up when it is sent';
comment on column integration.message.occasion is
    'what is told once: the order, or of what can happen again the fact that told of it';
comment on column integration.message.order_number is 'the web shop''s own';
comment on column integration.message.round is 'one more each time a person lets it be sent again';
comment on column integration.message.next_at is
    'when it is looked at next: due, tried again, or its receipt is overdue. While a copy is at it: when another may be';
comment on column integration.message.reason is 'why it was not sent';

create table integration.message_attempt (
    id       uuid        primary key,
    message  uuid        not null references integration.message on delete cascade,
    round    integer     not null,
    channel  text        not null check (channel in ('EMAIL', 'SMS', 'PUSH', 'CHAT', 'LOG')),
    began_at timestamptz not null,
    outcome  text        check (outcome in ('TAKEN', 'DELIVERED', 'REFUSED', 'UNDELIVERED', 'FAILED')),
    detail   text        check (length(detail) <= 60),
    ended_at timestamptz,
    constraint message_attempt_ended check ((outcome is null) = (ended_at is null))
);
create index message_attempt_of on integration.message_attempt (message, began_at);

comment on table integration.message_attempt is
    'One try to send a message, written before it: what has no outcome was begun when the application ended';
comment on column integration.message_attempt.outcome is
    'TAKEN: by the server or gateway; DELIVERED: and it said so; REFUSED: for good; UNDELIVERED: taken, and not brought; FAILED: for now';
comment on column integration.message_attempt.detail is 'a code or the kind of trouble, never what a server said in words';

create table integration.message_part (
    id      text        primary key,
    attempt uuid        references integration.message_attempt on delete cascade,
    arrived boolean,
    at      timestamptz not null
);
create index message_part_of on integration.message_part (attempt);
create index message_part_by_age on integration.message_part (at);

comment on table integration.message_part is 'A part of a text message, by the number that the gateway gave it';
comment on column integration.message_part.attempt is 'null while only its receipt is known: receipts may be faster than answers';
comment on column integration.message_part.arrived is 'as the receipt says; null while there is none';
