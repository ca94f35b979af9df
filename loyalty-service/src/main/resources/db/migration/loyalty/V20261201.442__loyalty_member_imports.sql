create table loyalty.member_import (
    id         uuid        primary key,
    checked    uuid        references loyalty.member_import,
    file       text        not null check (file ~ '^[0-9a-f]{64}$'),
    row_count  integer     not null check (row_count >= 0),
    registered integer     not null check (registered >= 0),
    known      integer     not null check (known >= 0),
    left_out   integer     not null check (left_out >= 0),
    actor      text        not null,
    at         timestamptz not null,
    constraint member_import_accounts_for_every_row check (row_count = registered + known + left_out),
    constraint member_import_once_for_each_check unique (checked)
);

comment on table loyalty.member_import is
    'Files of members that were checked or taken over on the screen. The file itself is not kept: it is about people';
comment on column loyalty.member_import.checked is 'the check of the same file that somebody looked at; null for a check';
comment on column loyalty.member_import.file is 'SHA-256 of the file: only what was checked is taken over';

create index member_import_latest on loyalty.member_import (at desc);

create table loyalty.member_import_problem (
    import uuid    not null references loyalty.member_import,
    line   bigint  not null check (line > 0),
    code   text    not null,
    field  text,
    detail text    not null,
    primary key (import, line)
);

comment on table loyalty.member_import_problem is 'Rows that were left out, and why; nothing of what stands in them';

create trigger member_import_append_only before update or delete on loyalty.member_import
    for each row execute function loyalty.refuse_change();
create trigger member_import_problem_append_only before update or delete on loyalty.member_import_problem
    for each row execute function loyalty.refuse_change();
