alter table loyalty.member
    add column erased_at timestamptz,
    add constraint member_erased_has_nothing_personal check (erased_at is null or num_nonnulls(
        family_name, given_name, family_kana, given_kana, kana_key, birth_date, home_location) = 0);

comment on column loyalty.member.erased_at is
    'when the customer was forgotten. What the account bought and earned stays for the books, and is nobody''s any more';

create table loyalty.erasure (
    id               uuid        primary key,
    member           uuid        not null unique references loyalty.member,
    reason           text        not null check (reason in ('MEMBER_ASKED', 'LAW', 'RETENTION')),
    actor            text        not null,
    erased_at        timestamptz not null,
    forfeited_points bigint      not null check (forfeited_points >= 0)
);

comment on table loyalty.erasure is 'Customers who were forgotten: when, why, by whom; nothing of who they were';
comment on column loyalty.erasure.forfeited_points is 'what they had left; booked as adjustments';

create table loyalty.erasure_account (
    erasure uuid not null references loyalty.erasure,
    account uuid not null references loyalty.member,
    primary key (erasure, account)
);

create index erasure_account_of on loyalty.erasure_account (account);

create table loyalty.erasure_receipt (
    erasure     uuid not null references loyalty.erasure,
    system      text not null check (system <> ''),
    answered_at timestamptz,
    actor       text,
    primary key (erasure, system),
    constraint erasure_receipt_by_somebody check ((answered_at is null) = (actor is null))
);

comment on table loyalty.erasure_receipt is 'Which systems have to forget the customer, too, and which say that they have';
comment on column loyalty.erasure_receipt.answered_at is 'null: it has not answered, and has to be asked';

create index erasure_receipt_waiting on loyalty.erasure_receipt (erasure) where answered_at is null;

-- A card that somebody still shows is known again. Nothing says whose it was, nor when it was forgotten.
create table loyalty.erased_identifier (
    hash bytea primary key
);

comment on table loyalty.erased_identifier is
    'Cards and logins that were of customers who are forgotten: they lead to nobody, and never again to somebody';
comment on column loyalty.erased_identifier.hash is
    'SHA-256 of salt, type and value. A number has few digits, so whoever has all of the database can try them: they learn that it was forgotten, not whose it was';

create table loyalty.erased_identifier_salt (
    only_one boolean not null primary key default true check (only_one),
    salt     bytea   not null
);

insert into loyalty.erased_identifier_salt (salt)
select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));

create function loyalty.erased_hash(type text, value text) returns bytea language sql stable as $$
    select sha256(s.salt || convert_to($1 || '/' || $2, 'UTF8')) from loyalty.erased_identifier_salt s
$$;

create function loyalty.refuse_erased_identifier() returns trigger language plpgsql as $$
begin
    if exists (select from loyalty.erased_identifier where hash = loyalty.erased_hash(new.type, new.value)) then
        raise exception 'an identifier of a customer who was forgotten leads to nobody'
            using errcode = 'restrict_violation';
    end if;
    return null;
end $$;

-- After the row is there: whoever waited for the erasure sees it now.
create trigger identifier_is_not_erased after insert on loyalty.identifier
    for each row when (new.type not in ('PHONE', 'EMAIL')) execute function loyalty.refuse_erased_identifier();

-- History is not rewritten. It is forgotten in parts: in the columns named, and by one word only.
create function loyalty.refuse_change_but_forgetting() returns trigger language plpgsql as $$
declare
    forgotten text;
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
        foreach forgotten in array tg_argv loop
            if to_jsonb(new) ->> forgotten not like 'erased%' then
                raise exception '% on %.% is refused: % can only be erased', tg_op, tg_table_schema, tg_table_name, forgotten
                    using errcode = 'restrict_violation';
            end if;
        end loop;
        return new;
    end if;
    raise exception '% on %.% is refused: rows are only ever added', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation', hint = 'Record a correcting entry instead.';
end $$;

drop trigger till_lookup_append_only on loyalty.till_lookup;
create trigger till_lookup_append_only before update or delete on loyalty.till_lookup
    for each row execute function loyalty.refuse_change_but_forgetting('asked', 'reason');

drop trigger points_adjustment_append_only on loyalty.points_adjustment;
create trigger points_adjustment_append_only before update or delete on loyalty.points_adjustment
    for each row execute function loyalty.refuse_change_but_forgetting('reason');

drop trigger consent_event_append_only on loyalty.consent_event;
create trigger consent_event_append_only before update or delete on loyalty.consent_event
    for each row execute function loyalty.refuse_change_but_forgetting('source_transaction', 'actor');
