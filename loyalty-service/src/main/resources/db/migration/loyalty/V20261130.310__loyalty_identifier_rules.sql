create table loyalty.identifier_rules (
    id           uuid primary key,
    based_on     bigint,
    drafted_by   text        not null,
    drafted_at   timestamptz not null,
    would_merge  bigint      not null check (would_merge >= 0),
    would_part   bigint      not null check (would_part >= 0),
    would_unlink bigint      not null check (would_unlink >= 0),
    version      bigint,
    reason       text,
    activated_by text,
    activated_at timestamptz,
    constraint identifier_rules_version unique (version),
    constraint identifier_rules_follow_those_they_were_compared_with check (version = coalesce(based_on, 0) + 1),
    constraint identifier_rules_activated_by_somebody_for_a_reason check (
        (version is null) = (activated_at is null)
        and (version is null) = (activated_by is null) and (version is null) = (reason is null))
);

alter table loyalty.identifier_rules
    add constraint identifier_rules_based_on_some foreign key (based_on) references loyalty.identifier_rules (version);

comment on table loyalty.identifier_rules is
    'What identifiers may do, as a whole. Drafted and tried on history first; those of the highest version are in force';
comment on column loyalty.identifier_rules.based_on is 'the version in force when they were drafted';
comment on column loyalty.identifier_rules.would_merge is
    'how many claims of history, then left to a person, these would have merged by themselves: what the drafter was shown';
comment on column loyalty.identifier_rules.would_part is 'how many merges made by rules these would have left to a person';
comment on column loyalty.identifier_rules.would_unlink is 'how many live identifiers have a value that these block';
comment on column loyalty.identifier_rules.version is 'null for a draft that was only looked at';

create table loyalty.identifier_rule (
    rules       uuid    not null references loyalty.identifier_rules,
    type        text    not null check (type in ('CARD', 'APP', 'WEB_ACCOUNT', 'PHONE', 'EMAIL', 'EXTERNAL')),
    priority    integer not null check (priority > 0),
    most        integer check (most > 0),
    tells_apart boolean not null,
    merges      boolean not null,
    spends      boolean not null,
    primary key (rules, type),
    constraint identifier_rule_priorities_differ unique (rules, priority),
    constraint identifier_rule_a_phone_alone_never_spends check (type <> 'PHONE' or not spends)
);

comment on column loyalty.identifier_rule.priority is '1 is the most telling: whose profile is shown after a merge';
comment on column loyalty.identifier_rule.most is 'live values a member may have; null when any number';
comment on column loyalty.identifier_rule.tells_apart is
    'a customer has one: two who each proved another one are not merged without a person';
comment on column loyalty.identifier_rule.merges is 'proven by two, it makes them one without a person';
comment on column loyalty.identifier_rule.spends is 'enough to be shown at a till in order to spend points';

create table loyalty.identifier_rule_blocked (
    rules uuid not null references loyalty.identifier_rules,
    type  text not null check (type in ('CARD', 'APP', 'WEB_ACCOUNT', 'PHONE', 'EMAIL', 'EXTERNAL')),
    value text not null check (value <> ''),
    primary key (rules, type, value)
);

comment on table loyalty.identifier_rule_blocked is
    'Normalised values that lead to nobody: a shop''s own phone, the login of a tablet that many customers use';

create trigger identifier_rules_kept before update or delete on loyalty.identifier_rules
    for each row when (old.version is not null) execute function loyalty.refuse_change();
create trigger identifier_rules_not_emptied before truncate on loyalty.identifier_rules
    for each statement execute function loyalty.refuse_change();
create trigger identifier_rule_append_only before update or delete on loyalty.identifier_rule
    for each row execute function loyalty.refuse_change();
create trigger identifier_rule_not_emptied before truncate on loyalty.identifier_rule
    for each statement execute function loyalty.refuse_change();
create trigger identifier_rule_blocked_append_only before update or delete on loyalty.identifier_rule_blocked
    for each row execute function loyalty.refuse_change();
create trigger identifier_rule_blocked_not_emptied before truncate on loyalty.identifier_rule_blocked
    for each statement execute function loyalty.refuse_change();

with first as (
    insert into loyalty.identifier_rules
        (id, drafted_by, drafted_at, would_merge, would_part, would_unlink, version, reason, activated_by, activated_at)
    values ('00000000-0000-4000-8000-000000000001', 'noren', now(), 0, 0, 0, 1, 'What Noren begins with.', 'noren', now())
    returning id)
insert into loyalty.identifier_rule (rules, type, priority, most, tells_apart, merges, spends)
select first.id, rule.*
from first,
     (values ('APP', 1, 5, false, true, true),
             ('WEB_ACCOUNT', 2, 5, true, true, true),
             ('CARD', 3, 20, false, true, true),
             ('EXTERNAL', 4, 20, false, true, true),
             ('EMAIL', 5, 5, true, true, false),
             -- Numbers are given to somebody else after a while, and families share one.
             ('PHONE', 6, 5, true, false, false)) as rule (type, priority, most, tells_apart, merges, spends);
