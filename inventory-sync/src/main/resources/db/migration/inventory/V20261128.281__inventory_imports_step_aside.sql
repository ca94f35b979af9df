-- An import that cannot be done steps aside: the others go on, and its file is kept until somebody has it tried again or
-- drops it.
alter table inventory.stock_import
    add column last_failure text check (length(last_failure) <= 500),
    add column set_aside    boolean not null default false,
    add constraint stock_import_set_aside_has_failed check (not set_aside or state = 'FAILED');
comment on column inventory.stock_import.last_failure is 'what stopped it last, as long as it is not done';
comment on column inventory.stock_import.set_aside is 'failed for a reason that may pass: its file is kept';
comment on column inventory.stock_import.leased_until is
    'with leased_by: until then the copy of the application that works on it need not be asked; without: not before';

-- The same movements sent while they are set aside are still the same import: some of them may be in the books.
drop index inventory.stock_import_same_movements;
create unique index stock_import_same_movements on inventory.stock_import (sha256, caller)
    where mode = 'MOVEMENTS' and not dry_run and (state <> 'FAILED' or set_aside);
