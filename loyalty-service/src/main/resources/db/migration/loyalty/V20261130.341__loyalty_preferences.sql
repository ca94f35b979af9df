create table loyalty.preference (
    account uuid        not null references loyalty.member,
    kind    text        not null check (kind ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    wanted  text[]      not null check (cardinality(wanted) <= 20),
    source  text        not null check (source in ('MEMBER', 'STAFF', 'DERIVED')),
    at      timestamptz not null,
    primary key (account, kind)
);

comment on table loyalty.preference is 'What a customer likes: their size, their colours, what they look for';
comment on column loyalty.preference.wanted is
    'none: somebody has said that there is nothing to prefer, and nothing is derived any more';
comment on column loyalty.preference.source is
    'who says so: the member, staff whom they told, or a program that concluded it, which never overrules the others';

create table loyalty.privacy (
    account                          uuid primary key references loyalty.member,
    hide_online_purchases_from_staff boolean     not null,
    at                               timestamptz not null
);

comment on table loyalty.privacy is
    'What a customer does not want to be shown. Where accounts are one member, what one of them hides is hidden';
comment on column loyalty.privacy.at is 'of the last time it was switched';
