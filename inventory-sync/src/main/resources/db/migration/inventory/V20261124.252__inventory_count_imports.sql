-- What the guard did not believe of a file of counts waits for a person; the rest of the file is recorded.
alter table inventory.stock_import
    add column held           bigint not null default 0 check (held >= 0),
    add column held_changes   uuid[] not null default '{}',
    add column held_locations text[] not null default '{}',
    add column held_detail    text,
    drop constraint stock_import_check2,
    add constraint stock_import_adds_up
        check (state <> 'COMPLETED' or rows = recorded + unchanged + duplicates + rejected + held);
comment on column inventory.stock_import.held is 'rows that wait, or waited, in held_changes; of a dry run: that would';
comment on column inventory.stock_import.held_locations is 'whose rows are in held_changes already';
