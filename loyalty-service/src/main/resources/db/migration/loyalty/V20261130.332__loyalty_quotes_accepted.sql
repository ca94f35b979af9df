create table loyalty.quote_acceptance (
    id                 uuid           primary key,
    source             text           not null,
    source_transaction text           not null,
    account            uuid           references loyalty.member,
    fingerprint        text           not null,
    channel            text           not null check (channel in ('STORE', 'WEB', 'APP')),
    location           text,
    currency           text           not null check (currency ~ '^[A-Z]{3}$'),
    total              numeric(19, 4) not null check (total >= 0),
    discount           numeric(19, 4) not null check (discount >= 0),
    base_points        bigint         not null check (base_points >= 0),
    bonus_points       bigint         not null check (bonus_points >= 0),
    accepted_at        timestamptz    not null,
    constraint quote_acceptance_once unique (source, source_transaction)
);

comment on table loyalty.quote_acceptance is 'A quote that a customer pays by: its offers are used, its coupons redeemed, its bonus booked';
comment on column loyalty.quote_acceptance.account is 'of the card or login that was presented; null without one';
comment on column loyalty.quote_acceptance.fingerprint is 'SHA-256 over what the quote said';

create table loyalty.offer_use (
    acceptance uuid           not null references loyalty.quote_acceptance,
    offer      text           not null,
    version    bigint         not null,
    account    uuid           references loyalty.member,
    use_number integer,
    per_member integer,
    discount   numeric(19, 4) not null check (discount >= 0),
    points     bigint         not null check (points >= 0),
    primary key (acceptance, offer),
    foreign key (offer, version) references loyalty.offer_version,
    constraint offer_use_counts_members check ((use_number is null) = (account is null)),
    constraint offer_used_within_its_cap check (use_number between 1 and per_member),
    constraint offer_use_numbered_once unique (offer, account, use_number)
);

comment on table loyalty.offer_use is 'Which version of which offer was given, to whom';
comment on column loyalty.offer_use.use_number is 'the member''s first, second … use of the offer, over all their accounts';
comment on column loyalty.offer_use.per_member is 'the cap that held; null without one';

create index offer_use_of_account on loyalty.offer_use (account, offer) where account is not null;

create table loyalty.purchase_bonus (
    id                 uuid           not null unique,
    source             text           not null,
    source_transaction text           not null,
    account            uuid           not null references loyalty.member,
    currency           text           not null check (currency ~ '^[A-Z]{3}$'),
    total              numeric(19, 4) not null check (total > 0),
    points             bigint         not null check (points > 0),
    remaining          bigint         not null check (remaining between 0 and points),
    given_at           timestamptz    not null,
    primary key (source, source_transaction)
);

comment on table loyalty.purchase_bonus is
    'Points that offers gave for a purchase, beyond what it earns; by the purchase''s key. In the ledger it is an EARN of noren, bonus/<id>';
comment on column loyalty.purchase_bonus.remaining is 'after the returns that were told so far';
