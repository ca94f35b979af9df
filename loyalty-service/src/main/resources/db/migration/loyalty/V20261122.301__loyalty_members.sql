create schema if not exists loyalty;

create table loyalty.member (
    id            uuid primary key,
    family_name   text,
    given_name    text,
    family_kana   text,
    given_kana    text,
    kana_key      text collate "C",
    birth_date    date,
    home_location text,
    locale        text        not null,
    created_at    timestamptz not null,
    version       bigint      not null default 0,
    part_of       uuid references loyalty.member,
    joined_at     timestamptz,
    constraint member_not_part_of_itself check (part_of <> id),
    constraint member_joined_at_some_time check ((part_of is null) = (joined_at is null))
);

comment on table loyalty.member is
    'One account. What it bought and earned stays with it for ever; a customer is the account whose part_of is null together with those that are part of it, one level deep';
comment on column loyalty.member.family_name is 'null for an account nobody registered yet, such as a card that is only used';
comment on column loyalty.member.kana_key is 'family and given kana folded for searching: full-width katakana without spaces and dots';
comment on column loyalty.member.home_location is 'location id of the store the member calls their own';
comment on column loyalty.member.part_of is 'the account this one was joined to; old ids resolve through it';

create index member_kana on loyalty.member (kana_key) where part_of is null and kana_key is not null;
create index member_part_of on loyalty.member (part_of) where part_of is not null;

create table loyalty.identifier (
    id         uuid primary key,
    account    uuid        not null references loyalty.member,
    type       text        not null check (type in ('CARD', 'APP', 'WEB_ACCOUNT', 'PHONE', 'EMAIL', 'EXTERNAL')),
    value      text        not null check (value <> ''),
    last_four  text generated always as (case when type = 'PHONE' then right(value, 4) end) stored,
    proven_by  text        not null
        check (proven_by in ('SMS_CODE', 'MAIL_CODE', 'CARD_PIN', 'APP_TOKEN', 'SIGHTED', 'IMPORT', 'USE')),
    valid_from timestamptz not null,
    valid_to   timestamptz,
    constraint identifier_ends_after_it_starts check (valid_to >= valid_from)
);

comment on table loyalty.identifier is 'What leads to an account; never edited but for its end, so the history of a card stays readable';
comment on column loyalty.identifier.value is 'normalised: E.164 phone, lower-case e-mail, card number without leading zeros';
comment on column loyalty.identifier.proven_by is 'how it was shown to be theirs; USE when it was only presented at a sale';
comment on column loyalty.identifier.valid_to is 'null while it is live';

-- One live identifier leads to one account, whoever links at the same moment.
create unique index identifier_live on loyalty.identifier (type, value) where valid_to is null;
create index identifier_account on loyalty.identifier (account);
create index identifier_last_four on loyalty.identifier (last_four) where type = 'PHONE' and valid_to is null;
