-- The auditor's place in its round over all cells, shared by all copies of the application.
create table inventory.audit_progress (
    only_one       boolean     not null primary key default true check (only_one),
    after_sku      text        not null default '',
    after_location text        not null default '',
    cells          bigint      not null default 0,
    pass_ended_at  timestamptz,
    pass_cells     bigint
);
comment on column inventory.audit_progress.cells is 'checked so far in this pass';
insert into inventory.audit_progress default values;

create table inventory.audit_difference (
    sku      text        not null,
    location text        not null,
    found_at timestamptz not null,
    primary key (sku, location)
);
comment on table inventory.audit_difference is 'cells that did not add up when the auditor looked at them last';

create table inventory.stock_repair (
    id          uuid        not null primary key,
    reason      text        not null check (reason <> '' and length(reason) <= 500),
    actor       text        not null,
    repaired_at timestamptz not null,
    cells       integer     not null check (cells >= 0)
);
comment on table inventory.stock_repair is 'who repaired cells that did not add up, and why; the movements are in the ledger';
create trigger stock_repair_is_append_only
    before update or delete on inventory.stock_repair
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
