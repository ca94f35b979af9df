-- What a shop or a person tells of points without a purchase.
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
            when 'ADJUST' then against = 'ADJUSTED'
            else false
        end);

drop index loyalty.points_entry_once;
create unique index points_entry_once on loyalty.points_entry (source, source_transaction, purpose)
    where purpose in ('EARN', 'RETURN', 'ADJUST');

comment on index loyalty.points_entry_once is
    'A purchase earns once, its return takes once, and a correction is made once, whoever tells how often';

create table loyalty.points_adjustment (
    entry  uuid primary key references loyalty.points_entry,
    reason text not null check (reason <> '' and length(reason) <= 500),
    actor  text not null
);

comment on table loyalty.points_adjustment is 'Who corrected points, and why';

create trigger points_adjustment_append_only before update or delete on loyalty.points_adjustment
    for each row execute function loyalty.refuse_change();
create trigger points_adjustment_not_emptied before truncate on loyalty.points_adjustment
    for each statement execute function loyalty.refuse_change();

create table loyalty.points_return (
    entry  uuid primary key references loyalty.points_entry,
    earned uuid not null references loyalty.points_entry
);

comment on table loyalty.points_return is 'Which earning a shop took points back of, where it told both by themselves';

create index points_return_earned on loyalty.points_return (earned);

create trigger points_return_append_only before update or delete on loyalty.points_return
    for each row execute function loyalty.refuse_change();
create trigger points_return_not_emptied before truncate on loyalty.points_return
    for each statement execute function loyalty.refuse_change();
