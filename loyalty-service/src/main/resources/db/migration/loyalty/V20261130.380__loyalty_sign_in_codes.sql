create table loyalty.sign_in_key (
    only_one boolean not null primary key default true check (only_one),
    key      bytea   not null check (octet_length(key) = 32)
);

comment on table loyalty.sign_in_key is
    'With it contacts, callers and codes are hashed where the operator has given no key of their own; the same for all copies of the application';

create table loyalty.sign_in_code (
    id         uuid        primary key,
    contact    text        not null,
    caller     text        not null,
    account    uuid references loyalty.member,
    code       text,
    asked_at   timestamptz not null,
    expires_at timestamptz not null,
    tries      integer     not null default 0,
    ended_at   timestamptz,
    constraint sign_in_code_tries_are_few check (tries between 0 and 5),
    constraint sign_in_code_is_somebodys check ((account is null) = (code is null)),
    constraint sign_in_code_expires_later check (expires_at > asked_at)
);

comment on table loyalty.sign_in_code is
    'One-time codes that were asked for within the last day. Also for contacts that lead to nobody, so that asking costs and answers the same';
comment on column loyalty.sign_in_code.contact is 'keyed hash of the e-mail address or phone number';
comment on column loyalty.sign_in_code.caller is 'keyed hash of the network address it was asked from';
comment on column loyalty.sign_in_code.account is 'the member it leads to; null where nothing was sent';
comment on column loyalty.sign_in_code.code is 'keyed hash of the code';
comment on column loyalty.sign_in_code.tries is 'how often it was compared with what somebody typed';
comment on column loyalty.sign_in_code.ended_at is 'since when it was used or followed by another one; null while it may be tried';

-- A new code ends the older: no contact has two.
create unique index sign_in_code_live on loyalty.sign_in_code (contact) where ended_at is null;
create index sign_in_code_of_contact on loyalty.sign_in_code (contact, asked_at);
create index sign_in_code_of_caller on loyalty.sign_in_code (caller, asked_at);
create index sign_in_code_of_account on loyalty.sign_in_code (account, asked_at) where account is not null;
create index sign_in_code_asked_at on loyalty.sign_in_code (asked_at);

create table loyalty.sign_in_step (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    step    text        not null check (step in ('ASKED', 'WITHHELD', 'WRONG', 'SIGNED_IN')),
    contact text        not null,
    caller  text,
    member  uuid references loyalty.member
);

comment on table loyalty.sign_in_step is
    'What happened at members'' sign-in: a code was asked for, was withheld because the member had had too many, was guessed wrong, or let them in';
comment on column loyalty.sign_in_step.contact is 'keyed hash';
comment on column loyalty.sign_in_step.member is 'null where the contact leads to nobody';

create index sign_in_step_of_member on loyalty.sign_in_step (member, at desc) where member is not null;

create trigger sign_in_step_append_only before update on loyalty.sign_in_step
    for each row execute function loyalty.refuse_change_but_forgetting('contact');
create trigger sign_in_step_not_deleted before delete on loyalty.sign_in_step
    for each row execute function loyalty.refuse_change();
create trigger sign_in_step_not_emptied before truncate on loyalty.sign_in_step
    for each statement execute function loyalty.refuse_change();
