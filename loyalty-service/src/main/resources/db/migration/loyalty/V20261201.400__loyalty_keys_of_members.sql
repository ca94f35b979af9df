create table loyalty.master_key_check (
    id         uuid  primary key,
    search_key bytea not null check (octet_length(search_key) = 61)
);

comment on table loyalty.master_key_check is
    'By what the master key, which is not in the database, is known again: it opens the search key. Two rows while members'' keys are wrapped with a new one';
comment on column loyalty.master_key_check.id is 'follows from the master key and does not tell it';
comment on column loyalty.master_key_check.search_key is
    'sealed with the master key: with it the hashes are made by which phone numbers, mail addresses and names are found';

create table loyalty.member_key (
    account uuid  primary key references loyalty.member,
    master  uuid  not null references loyalty.master_key_check,
    wrapped bytea not null check (octet_length(wrapped) = 61)
);

comment on table loyalty.member_key is
    'The key of an account, sealed with the master key. Deleted when the member is forgotten; keep it out of backups that are kept for long';

alter table loyalty.member
    add column personal bytea check (octet_length(personal) > 29),
    add column named boolean not null default false,
    add column birthday_kana bigint[];

comment on column loyalty.member.personal is
    'names, their readings and the birth date, sealed with the account''s key; null for an account nobody registered yet, such as a card that is only used';
comment on column loyalty.member.named is 'whether a name or its reading is known';
comment on column loyalty.member.birthday_kana is
    'keyed hashes of the day of birth together with the first one, two and three characters of the reading; null without either';

alter table loyalty.identifier
    add column sealed bytea check (octet_length(sealed) > 29),
    add column last_four_hash bigint;

-- Who looks at a list now looks again.
delete from loyalty.till_choice;
