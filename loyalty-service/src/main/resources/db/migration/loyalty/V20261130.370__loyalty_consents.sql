create table loyalty.consent_event (
    id                 uuid        primary key,
    recorded           bigint      generated always as identity unique,
    identifier         uuid        not null references loyalty.identifier,
    account            uuid        not null references loyalty.member,
    channel            text        not null check (channel in ('EMAIL', 'SMS', 'PHONE_CALL', 'APP_PUSH', 'POST')),
    purpose            text        not null check (purpose in ('MARKETING', 'ANALYTICS', 'PERSONALISATION', 'RESEARCH')),
    granted            boolean     not null,
    text_version       text        not null check (text_version <> ''),
    language           text        not null check (language <> ''),
    source             text        not null,
    source_transaction text        not null,
    actor              text        not null,
    occurred_at        timestamptz not null,
    recorded_at        timestamptz not null,
    constraint consent_event_once unique (source, source_transaction),
    constraint consent_event_does_not_lie_ahead check (occurred_at <= recorded_at)
);

comment on table loyalty.consent_event is
    'A customer said yes or no to being reached at one contact point, on one channel, for one purpose. Only ever added to; the latest counts';
comment on column loyalty.consent_event.identifier is 'the contact point: an address or number as it leads to one account';
comment on column loyalty.consent_event.account is
    'whose it was then. A merge moves no consent: nobody is reached at an address that somebody else''s yes was for';
comment on column loyalty.consent_event.text_version is 'of the text that was shown';
comment on column loyalty.consent_event.language is 'BCP 47, in which the text was shown';
comment on column loyalty.consent_event.occurred_at is 'when the customer said it; of two at the same moment the no counts';

create index consent_event_latest
    on loyalty.consent_event (account, channel, purpose, occurred_at desc, granted, recorded desc);
create index consent_event_of_identifier on loyalty.consent_event (identifier);

create trigger consent_event_append_only before update or delete on loyalty.consent_event
    for each row execute function loyalty.refuse_change();
create trigger consent_event_not_emptied before truncate on loyalty.consent_event
    for each statement execute function loyalty.refuse_change();
