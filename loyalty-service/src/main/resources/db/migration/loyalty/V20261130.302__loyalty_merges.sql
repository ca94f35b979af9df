create table loyalty.merge (
    id             uuid primary key,
    survivor       uuid        not null references loyalty.member,
    absorbed       uuid        not null references loyalty.member,
    state          text        not null check (state in ('PROPOSED', 'MERGED', 'UNMERGED', 'REJECTED')),
    reason         text        not null,
    proposed_by    text        not null,
    proposed_at    timestamptz not null,
    decided_by     text,
    decided_at     timestamptz,
    undone_because text,
    undone_by      text,
    undone_at      timestamptz,
    constraint merge_of_two check (survivor <> absorbed),
    constraint merge_decided_by_somebody check (
        (state = 'PROPOSED') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    constraint merge_undone_by_somebody_for_a_reason check (
        (state = 'UNMERGED') = (undone_at is not null)
        and (undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_because is null))
);

comment on table loyalty.merge is
    'Two members who are taken for one customer. Accounts are linked, nothing moves; that can be undone';
comment on column loyalty.merge.absorbed is 'its id leads to the survivor while they are merged';

-- Two clerks who propose the same at the same moment propose one thing.
create unique index merge_proposed_once
    on loyalty.merge (least(survivor, absorbed), greatest(survivor, absorbed)) where state = 'PROPOSED';
create index merge_of_absorbed on loyalty.merge (absorbed);
create index merge_of_survivor on loyalty.merge (survivor);

create table loyalty.merge_account (
    merge   uuid not null references loyalty.merge,
    account uuid not null references loyalty.member,
    primary key (merge, account)
);

comment on table loyalty.merge_account is 'The accounts that came with the absorbed member, and leave with it again';

alter table loyalty.points_entry
    drop constraint points_entry_against_its_purpose,
    add constraint points_entry_against_its_purpose check (
        case purpose
            when 'EARN' then against = 'ISSUED' and points > 0
            when 'RETURN' then against = 'ISSUED' and points < 0
            when 'SPEND' then against = 'REDEEMED' and points < 0
            when 'GIVE_BACK' then against = 'REDEEMED' and points > 0
            when 'EXPIRE' then against = 'EXPIRED' and points < 0
            when 'SETTLE' then against = 'SETTLEMENT'
            else false
        end);

alter table loyalty.redemption_lot
    add column settled bigint not null default 0,
    drop constraint redemption_lot_gives_back_what_it_took,
    add constraint redemption_lot_gives_back_what_it_took
        check (given_back >= 0 and settled >= 0 and given_back + settled <= points);

comment on column loyalty.redemption_lot.settled is
    'what whoever spent it has made good to the lot, when the two were parted';

alter table loyalty.redemption
    add column settled_back bigint not null default 0 check (settled_back >= 0);

comment on column loyalty.redemption.settled_back is
    'of what is settled, given back since to the account that spent it';
