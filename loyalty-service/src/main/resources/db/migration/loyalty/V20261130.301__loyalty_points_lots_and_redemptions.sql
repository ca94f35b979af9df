alter table loyalty.points_entry
    drop constraint points_entry_purpose_check,
    drop constraint points_entry_against_check,
    drop constraint points_entry_once,
    add constraint points_entry_once unique (source, source_transaction, purpose, account),
    add constraint points_entry_against_its_purpose check (
        case purpose
            when 'EARN' then against = 'ISSUED' and points > 0
            when 'RETURN' then against = 'ISSUED' and points < 0
            when 'SPEND' then against = 'REDEEMED' and points < 0
            when 'GIVE_BACK' then against = 'REDEEMED' and points > 0
            when 'EXPIRE' then against = 'EXPIRED' and points < 0
            else false
        end);

comment on constraint points_entry_once on loyalty.points_entry is
    'What is spent over several accounts of one member is an entry on each';

alter table loyalty.points_balance
    add column debt bigint not null default 0 constraint points_balance_debt_is_none_or_more check (debt >= 0);

comment on table loyalty.points_balance is
    'What an account''s entries and lots come to, kept in the statements that add to them so that a till need not add up. The audit compares';
comment on column loyalty.points_balance.points is 'sum of the entries; also the sum of what the lots have left, less the debt';
comment on column loyalty.points_balance.debt is 'taken back beyond what the lots had; the next points earned pay it first';

create table loyalty.points_lot (
    id            uuid primary key,
    account       uuid        not null references loyalty.member,
    points        bigint      not null check (points > 0),
    remaining     bigint      not null,
    held          bigint      not null default 0,
    earned_at     timestamptz not null,
    pending_until timestamptz,
    expires_at    timestamptz,
    constraint points_lot_gives_what_it_has check (0 <= held and held <= remaining and remaining <= points)
);

comment on table loyalty.points_lot is
    'Points earned together. It stays with the account that earned it, whoever spends from it';
comment on column loyalty.points_lot.id is 'of the entry that it was earned by; of its own for what was there before there were lots';
comment on column loyalty.points_lot.remaining is 'neither spent, nor taken back, nor expired, nor gone into a debt';
comment on column loyalty.points_lot.held is 'of what remains, promised to redemptions that are not yet captured or released';
comment on column loyalty.points_lot.pending_until is 'cannot be spent before; null when at once';
comment on column loyalty.points_lot.expires_at is 'what remains lapses at this moment; null when never';

create index points_lot_of_account on loyalty.points_lot (account) where remaining > 0;
create index points_lot_expiring on loyalty.points_lot (expires_at) where remaining > held;

create table loyalty.points_lot_change (
    entry  uuid   not null references loyalty.points_entry,
    lot    uuid   not null references loyalty.points_lot,
    points bigint not null check (points <> 0),
    primary key (entry, lot)
);

comment on table loyalty.points_lot_change is
    'From which lots an entry took and to which it gave back. An earning that pays a debt takes from its own lot';

create index points_lot_change_of_lot on loyalty.points_lot_change (lot);

create trigger points_lot_change_append_only before update or delete on loyalty.points_lot_change
    for each row execute function loyalty.refuse_change();
create trigger points_lot_change_not_emptied before truncate on loyalty.points_lot_change
    for each statement execute function loyalty.refuse_change();

create table loyalty.redemption (
    id                 uuid primary key,
    account            uuid        not null references loyalty.member,
    points             bigint      not null check (points > 0),
    source             text        not null,
    source_transaction text        not null,
    state              text        not null check (state in ('RESERVED', 'CAPTURED', 'RELEASED', 'LAPSED')),
    reserved_at        timestamptz not null,
    ends_at            timestamptz not null,
    resolved_at        timestamptz,
    constraint redemption_once unique (source, source_transaction),
    constraint redemption_ends_after_it_starts check (ends_at > reserved_at),
    constraint redemption_resolved_at_some_time check ((state = 'RESERVED') = (resolved_at is null))
);

comment on table loyalty.redemption is
    'Points that pay in one transaction of a till or shop: reserved, then captured, released, or lapsed when nobody said';
comment on column loyalty.redemption.account is 'of the card or login that was presented; the lots may be of any account of the same member';
comment on column loyalty.redemption.ends_at is 'a reservation lapses then';

create index redemption_lapsing on loyalty.redemption (ends_at) where state = 'RESERVED';
create index redemption_account on loyalty.redemption (account);

create table loyalty.redemption_lot (
    redemption uuid   not null references loyalty.redemption,
    lot        uuid   not null references loyalty.points_lot,
    points     bigint not null check (points > 0),
    given_back bigint not null default 0,
    primary key (redemption, lot),
    constraint redemption_lot_gives_back_what_it_took check (given_back between 0 and points)
);

comment on table loyalty.redemption_lot is 'The lots that a redemption holds or took from';
comment on column loyalty.redemption_lot.given_back is 'to the same lot, because what was paid with it came back';

create index redemption_lot_of_lot on loyalty.redemption_lot (lot);

create table loyalty.redemption_return (
    redemption         uuid        not null references loyalty.redemption,
    source             text        not null,
    source_transaction text        not null,
    points             bigint      not null check (points > 0),
    at                 timestamptz not null,
    primary key (redemption, source, source_transaction)
);

comment on table loyalty.redemption_return is
    'Returns of what was paid with points, each once; source_transaction is the return''s';

-- What accounts have already becomes one lot each, and what they owe a debt.
update loyalty.points_balance set debt = -points where points < 0;
insert into loyalty.points_lot (id, account, points, remaining, earned_at)
select gen_random_uuid(), account, points, points, changed_at from loyalty.points_balance where points > 0;
