create table loyalty.card_pin (
    card   text        primary key,
    pin    text        not null check (pin like '$2%'),
    set_at timestamptz not null,
    set_by text        not null check (set_by <> '')
);

comment on table loyalty.card_pin is
    'What is printed under the scratch field of a card: whoever knows it has the card in hand. Also of cards that nobody has used yet';
comment on column loyalty.card_pin.card is 'keyed hash of the card''s number';
comment on column loyalty.card_pin.pin is 'bcrypt of a keyed hash of number and PIN: four digits alone would be found in minutes';
comment on column loyalty.card_pin.set_by is 'the system or person that told it';

create table loyalty.link_code (
    id         uuid        primary key,
    member     uuid        not null references loyalty.member,
    code       text        not null unique,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz,
    used_by    text,
    constraint link_code_used_has_ended check (used_by is null or ended_at is not null),
    constraint link_code_expires_later check (expires_at > made_at)
);

comment on table loyalty.link_code is
    'One-time codes that members typed into an app or a shop to link it; of the last day';
comment on column loyalty.link_code.code is 'keyed hash';
comment on column loyalty.link_code.ended_at is 'since when it was used or followed by another one; null while it may be handed in';
comment on column loyalty.link_code.used_by is 'keyed hash of the login that it linked: handed in again for the same, it is the same';

-- A new code ends the older: no member has two.
create unique index link_code_live on loyalty.link_code (member) where ended_at is null;
create index link_code_of_member on loyalty.link_code (member, made_at);
create index link_code_made_at on loyalty.link_code (made_at);

create table loyalty.proof_try (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    step    text        not null check (step in ('SET', 'TRIED', 'RIGHT')),
    subject text        not null,
    member  uuid references loyalty.member,
    caller  text,
    constraint proof_try_by_somebody check (step <> 'SET' or num_nonnulls(member, caller) = 0)
);

comment on table loyalty.proof_try is
    'How often somebody tried to prove that a card or a login is theirs; written and committed before it is looked whether they are right, so that nothing takes a try back';
comment on column loyalty.proof_try.step is
    'TRIED: compared with what somebody typed. RIGHT: and it was right. SET: the card has a new PIN, and its tries are counted anew';
comment on column loyalty.proof_try.subject is 'keyed hash of the card''s number, or of the login; also where there is no such card';
comment on column loyalty.proof_try.member is 'from whose own page; null where an app or a shop handed a code in, and once they are forgotten';
comment on column loyalty.proof_try.caller is 'keyed hash of the network address';

create index proof_try_of_subject on loyalty.proof_try (subject, id desc);
create index proof_try_of_member on loyalty.proof_try (member, at) where member is not null;
create index proof_try_of_caller on loyalty.proof_try (caller, at) where caller is not null;

-- Whose try it was can be forgotten; that there was one, and on which card, cannot: else tries were had anew by leaving.
create function loyalty.refuse_change_but_whose_it_was() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.member is null and to_jsonb(new) - 'member' = to_jsonb(old) - 'member' then
        return new;
    end if;
    raise exception '% on %.% is refused: rows are only ever added', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger proof_try_append_only before update or delete on loyalty.proof_try
    for each row execute function loyalty.refuse_change_but_whose_it_was();
create trigger proof_try_not_emptied before truncate on loyalty.proof_try
    for each statement execute function loyalty.refuse_change();

-- Sign-in codes also prove a further contact of a member who is signed in.
alter table loyalty.sign_in_step drop constraint sign_in_step_step_check;
alter table loyalty.sign_in_step add constraint sign_in_step_step_check
    check (step in ('ASKED', 'WITHHELD', 'WRONG', 'SIGNED_IN', 'PROVEN'));
comment on table loyalty.sign_in_step is
    'What happened with members'' one-time codes: one was asked for, was withheld because the member had had too many, was guessed wrong, let them in, or proved a further contact';
