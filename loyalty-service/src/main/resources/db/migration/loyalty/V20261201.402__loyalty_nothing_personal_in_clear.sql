do $$ begin
    if exists (select from loyalty.member
               where num_nonnulls(family_name, given_name, family_kana, given_kana, birth_date) > 0)
       or exists (select from loyalty.identifier
                  where type in ('PHONE', 'EMAIL') and sealed is null and value not like 'erased/%') then
        raise exception 'there is still something personal in clear' using hint = 'Start the application again.';
    end if;
end $$;

-- Indexes and checks over these columns go with them.
alter table loyalty.member
    drop constraint member_erased_has_nothing_personal,
    drop column family_name,
    drop column given_name,
    drop column family_kana,
    drop column given_kana,
    drop column kana_key,
    drop column birth_date,
    add constraint member_erased_has_nothing_personal check (
        erased_at is null or num_nonnulls(personal, birthday_kana, home_location) = 0 and not named),
    add constraint member_named_in_what_is_sealed check (personal is not null or not named and birthday_kana is null);

-- Without a list of what waits to be put in, which every search would have to read.
create index member_birthday_kana on loyalty.member using gin (birthday_kana) with (fastupdate = off)
    where part_of is null;

alter table loyalty.identifier
    drop column last_four,
    add constraint identifier_contact_is_sealed check (
        type not in ('PHONE', 'EMAIL') and sealed is null
        or type in ('PHONE', 'EMAIL') and (
            sealed is not null and value ~ '^[0-9a-f]{32}$' or sealed is null and value like 'erased/%')),
    add constraint identifier_only_a_phone_is_known_by_its_end check (
        (type = 'PHONE' and sealed is not null) = (last_four_hash is not null));

comment on column loyalty.identifier.value is
    'by what it is compared: a card number without leading zeros, an id as it is; of a phone number or mail address a keyed hash, 32 hexadecimal digits';
comment on column loyalty.identifier.sealed is 'the phone number in E.164 or the mail address in lower case, sealed with the account''s key';
comment on column loyalty.identifier.last_four_hash is 'keyed hash of a phone number''s last four digits';

create index identifier_last_four on loyalty.identifier (last_four_hash) where type = 'PHONE' and valid_to is null;

comment on column loyalty.till_choice.used is
    'keyed hash of the last four digits that led to the list, which prove nothing any more; null when asked otherwise';
