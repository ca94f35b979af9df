create table loyalty.member_hold (
    id        uuid primary key,
    account   uuid        not null references loyalty.member,
    kind      text        not null check (kind in ('FRAUD', 'ERASURE')),
    reason    text        not null,
    placed_by text        not null,
    placed_at timestamptz not null,
    lifted_by text,
    lifted_at timestamptz,
    constraint member_hold_lifted_by_somebody check ((lifted_at is null) = (lifted_by is null))
);

comment on table loyalty.member_hold is 'While one is there its account is merged with nobody and parted from nobody';
comment on column loyalty.member_hold.kind is 'FRAUD: somebody looks into it. ERASURE: the customer wants to be forgotten';

create unique index member_hold_once on loyalty.member_hold (account, kind) where lifted_at is null;

alter table loyalty.redemption
    add column presented_by uuid constraint redemption_presented_by references loyalty.identifier;

comment on column loyalty.redemption.presented_by is
    'what the customer showed; null when whoever asked knew the member otherwise, as a shop does that they are signed in to';
