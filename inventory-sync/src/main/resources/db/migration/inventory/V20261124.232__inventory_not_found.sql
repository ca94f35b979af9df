-- Somebody stood at the shelf and did not find it: nothing more is promised from there until it is counted or found.
create table inventory.not_found (
    id          uuid        not null primary key,
    sku         text        not null references inventory.item (sku),
    location    text        not null references inventory.location (id),
    reason      text        check (length(reason) <= 500),
    reported_by text        not null,
    reported_at timestamptz not null,
    ended_by    text        check (ended_by in ('FOUND', 'COUNTED')),
    ended_at    timestamptz,
    check ((ended_by is null) = (ended_at is null))
);
create unique index not_found_once_per_cell on inventory.not_found (sku, location) where ended_at is null;

create table inventory.count_task (
    id         uuid        not null primary key,
    sku        text        not null references inventory.item (sku),
    location   text        not null references inventory.location (id),
    cause      text        not null check (cause in ('NOT_FOUND')),
    state      text        not null check (state in ('OPEN', 'DONE', 'DROPPED')),
    created_at timestamptz not null,
    closed_at  timestamptz,
    check ((state = 'OPEN') = (closed_at is null))
);
comment on table inventory.count_task is 'what somebody should count, and why';
create unique index count_task_open_once on inventory.count_task (sku, location, cause) where state = 'OPEN';
create index count_task_work_list on inventory.count_task (location, created_at) where state = 'OPEN';
