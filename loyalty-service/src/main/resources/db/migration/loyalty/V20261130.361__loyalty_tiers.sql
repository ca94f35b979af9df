create table loyalty.tier (
    code      text    primary key check (code ~ '^[A-Z][A-Z0-9_]{0,29}$'),
    threshold bigint  not null unique check (threshold > 0),
    name_ja   text    not null check (name_ja <> ''),
    name_en   text    not null check (name_en <> '')
);

comment on table loyalty.tier is 'What members are called who buy much; the one with the higher threshold is the higher one';
comment on column loyalty.tier.threshold is 'qualifying points within the programme''s period';

create table loyalty.tier_standing (
    member uuid        primary key references loyalty.member,
    tier   text,
    since  timestamptz not null
);

comment on table loyalty.tier_standing is
    'The tier in which a member was last seen; what it is now follows from purchases and rules. Null where none any more';

create table loyalty.tier_change (
    id         bigint generated always as identity primary key,
    member     uuid        not null references loyalty.member,
    from_tier  text,
    to_tier    text,
    qualifying bigint      not null,
    at         timestamptz not null,
    constraint tier_change_changes check (from_tier is distinct from to_tier)
);

comment on table loyalty.tier_change is 'The history of members'' tiers, as it was noted';

create index tier_change_of_member on loyalty.tier_change (member, at desc);

create trigger tier_change_append_only before update or delete on loyalty.tier_change
    for each row execute function loyalty.refuse_change();
create trigger tier_change_not_emptied before truncate on loyalty.tier_change
    for each statement execute function loyalty.refuse_change();

create table loyalty.tier_round (
    only_one       boolean     not null primary key default true check (only_one),
    after_member   uuid        not null default '00000000-0000-0000-0000-000000000000',
    round_ended_at timestamptz
);

comment on table loyalty.tier_round is 'Where the one who notes changes of tiers is on its round';

insert into loyalty.tier_round default values;
