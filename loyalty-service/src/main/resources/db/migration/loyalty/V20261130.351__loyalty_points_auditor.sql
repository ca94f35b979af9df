create table loyalty.points_audit_progress (
    only_one      boolean not null primary key default true check (only_one),
    after_account uuid    not null default '00000000-0000-0000-0000-000000000000',
    accounts      bigint  not null default 0,
    pass_began_at timestamptz,
    pass_ended_at timestamptz,
    pass_accounts bigint,
    checked_since timestamptz
);

comment on table loyalty.points_audit_progress is 'Where the auditor of the members'' points is on its round';
comment on column loyalty.points_audit_progress.accounts is 'checked so far in this pass';
comment on column loyalty.points_audit_progress.checked_since is
    'when the last whole pass began: every account has been looked at since then';

insert into loyalty.points_audit_progress default values;

create table loyalty.points_audit_difference (
    account  uuid        not null primary key,
    found_at timestamptz not null
);

comment on table loyalty.points_audit_difference is
    'Accounts whose points did not add up when the auditor looked at them last';

create table loyalty.points_repair (
    id          uuid        not null primary key,
    reason      text        not null check (reason <> '' and length(reason) <= 500),
    actor       text        not null,
    repaired_at timestamptz not null,
    differences jsonb       not null
);

comment on table loyalty.points_repair is
    'Who made kept numbers equal to the ledger again, why, and which: each with what stood there and what the ledger comes to';

create trigger points_repair_append_only before update or delete on loyalty.points_repair
    for each row execute function loyalty.refuse_change();
create trigger points_repair_not_emptied before truncate on loyalty.points_repair
    for each statement execute function loyalty.refuse_change();
