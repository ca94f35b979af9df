create table loyalty.offer (
    id         text        not null primary key check (id ~ '^[A-Za-z0-9._-]{1,60}$'),
    version    bigint      not null check (version > 0),
    withdrawn  boolean     not null default false,
    changed_at timestamptz not null
);

comment on table loyalty.offer is 'Which version of an offer counts, or that none does any more';

create table loyalty.offer_version (
    offer       text        not null references loyalty.offer,
    version     bigint      not null check (version > 0),
    terms       jsonb       not null check (jsonb_typeof(terms) = 'object'),
    valid_from  timestamptz,
    valid_until timestamptz,
    per_member  integer     check (per_member > 0),
    made_at     timestamptz not null,
    primary key (offer, version),
    constraint offer_ends_after_it_begins check (valid_until > valid_from)
);

comment on table loyalty.offer_version is
    'What an offer gives, to whom, for what: as it stood when a quote named it. A change is a new version';
comment on column loyalty.offer_version.terms is 'the rule as data: benefit, conditions, stacking, words';
comment on column loyalty.offer_version.valid_until is 'from this instant on it no longer applies';
comment on column loyalty.offer_version.per_member is 'how often a member can have it; null: as often as they like';

create trigger offer_version_append_only before update or delete on loyalty.offer_version
    for each row execute function loyalty.refuse_change();
create trigger offer_version_not_emptied before truncate on loyalty.offer_version
    for each statement execute function loyalty.refuse_change();

-- Every copy of the application remembers the offers; by this one number it notices that another has changed them.
create table loyalty.offer_book_version (
    only_row boolean not null primary key default true check (only_row),
    version  bigint  not null
);
insert into loyalty.offer_book_version (version) values (1);

create function loyalty.offers_changed() returns trigger language plpgsql as $$
begin
    update loyalty.offer_book_version set version = version + 1;
    return null;
end $$;

create trigger offer_is_in_the_book after insert or update or delete on loyalty.offer
    for each statement execute function loyalty.offers_changed();
