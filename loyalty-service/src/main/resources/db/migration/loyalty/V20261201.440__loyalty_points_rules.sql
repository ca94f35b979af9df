create table loyalty.points_rules (
    id                  uuid        primary key,
    based_on            bigint,
    drafted_by          text        not null,
    drafted_at          timestamptz not null,
    rounding            text        not null check (rounding in ('DOWN', 'HALF_UP', 'UP')),
    pending_for         text        not null check (pending_for like 'PT%'),
    expire_after        text        check (expire_after like 'P%'),
    given_back_last_for text        not null check (given_back_last_for like 'P%'),
    shown               text,
    version             bigint,
    begins_at           timestamptz,
    reason              text,
    activated_by        text,
    activated_at        timestamptz,
    constraint points_rules_version unique (version),
    constraint points_rules_follow_those_they_were_compared_with check (version = coalesce(based_on, 0) + 1),
    constraint points_rules_activated_by_somebody_for_a_reason check (
        (version is null) = (activated_at is null) and (version is null) = (activated_by is null)
        and (version is null) = (reason is null) and (version is null) = (begins_at is null)),
    -- Copies of the application look for new rules twice a second: all know them when they begin.
    constraint points_rules_are_known_before_they_begin check (
        based_on is null or begins_at >= activated_at + interval '1 minute')
);

alter table loyalty.points_rules
    add constraint points_rules_based_on_some foreign key (based_on) references loyalty.points_rules (version);

comment on table loyalty.points_rules is
    'What purchases earn and how long it lasts, as a whole. Drafted and tried on past purchases first; at any time those of the highest version that had begun are in force. The first are what was set when there were none';
comment on column loyalty.points_rules.based_on is 'the latest version when they were drafted';
comment on column loyalty.points_rules.pending_for is 'ISO 8601: points wait so long after a purchase';
comment on column loyalty.points_rules.expire_after is 'ISO 8601: points last so long, and to the end of that day; null when for ever';
comment on column loyalty.points_rules.given_back_last_for is 'ISO 8601: points that come back with goods last at least so long';
comment on column loyalty.points_rules.shown is 'JSON: what the dry run found, and the drafter was shown';
comment on column loyalty.points_rules.version is 'null for a draft that was only looked at';

create table loyalty.points_rate (
    rules    uuid           not null references loyalty.points_rules,
    currency text           not null check (currency ~ '^[A-Z]{3}$'),
    amount   numeric(19, 4) not null check (amount > 0),
    primary key (rules, currency)
);

comment on table loyalty.points_rate is 'The amount of a currency that earns one point; 1 of a currency that is not here';

create trigger points_rules_kept before update or delete on loyalty.points_rules
    for each row when (old.version is not null) execute function loyalty.refuse_change();
create trigger points_rules_not_emptied before truncate on loyalty.points_rules
    for each statement execute function loyalty.refuse_change();
create trigger points_rate_append_only before update or delete on loyalty.points_rate
    for each row execute function loyalty.refuse_change();
create trigger points_rate_not_emptied before truncate on loyalty.points_rate
    for each statement execute function loyalty.refuse_change();

-- What was bought before there were versions went by the settings, as the first version does.
alter table loyalty.purchase add column points_rules bigint not null default 1 check (points_rules > 0);
alter table loyalty.purchase alter column points_rules drop default;

comment on column loyalty.purchase.points_rules is
    'the version of the rules that it earned by; a return has its sale''s. No foreign key: every purchase would lock the same row, and versions are never deleted';

-- Purchases come nearly in the order of their time; a dry run reads a month of them.
create index purchase_by_time on loyalty.purchase using brin (occurred_at);
