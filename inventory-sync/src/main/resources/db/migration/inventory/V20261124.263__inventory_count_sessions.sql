-- Counting a location together: who counts does not see what the books say, and a person approves what comes of it.
create table inventory.count_session (
    id           uuid        not null primary key,
    location     text        not null references inventory.location (id),
    reference    text        not null check (reference <> '' and length(reference) <= 200),
    digest       uuid        not null,
    blind        boolean     not null,
    state        text        not null check (state in ('COUNTING', 'REVIEW', 'APPROVED', 'CANCELLED')),
    opened_by    text        not null,
    opened_at    timestamptz not null,
    submitted_by text,
    submitted_at timestamptz,
    resolved_by  text,
    resolved_at  timestamptz,
    unique (location, reference),
    check ((submitted_by is null) = (submitted_at is null)),
    check ((state in ('APPROVED', 'CANCELLED')) = (resolved_at is not null)),
    check ((resolved_by is null) = (resolved_at is null))
);
comment on column inventory.count_session.reference is 'the caller''s own number for it: sent again it is the same session';
comment on column inventory.count_session.digest is 'of what was asked: the same reference with other content is a conflict';
create index count_session_in_order on inventory.count_session (location, opened_at, id);

alter table inventory.count_task
    drop constraint count_task_cause_check,
    add constraint count_task_cause_check check (cause in ('NOT_FOUND', 'NEAR_ZERO', 'ABC', 'CATEGORY', 'LISTED')),
    add column session uuid    references inventory.count_session (id),
    add column round   integer not null default 1 check (round > 0);
comment on column inventory.count_task.session is 'in which it is counted; null while nobody has begun';
comment on column inventory.count_task.round is 'rises by one with each recount; only counts of the present round count';
create unique index count_task_in_one_session on inventory.count_task (sku, location)
    where state = 'OPEN' and session is not null;
create index count_task_of_session on inventory.count_task (session, sku) where session is not null;

create table inventory.count_entry (
    session     uuid           not null references inventory.count_session (id),
    id          text           not null check (id <> '' and length(id) <= 100),
    digest      uuid           not null,
    task        uuid           not null references inventory.count_task (id),
    round       integer        not null,
    counted     numeric(15, 3) not null check (counted between 0 and 1000000),
    counted_at  timestamptz    not null,
    counter     text,
    actor       text           not null,
    recorded_at timestamptz    not null,
    primary key (session, id)
);
comment on table inventory.count_entry is 'what counters said; the newest of a task''s present round is what is approved';
comment on column inventory.count_entry.counter is 'the person, as the device says';
create index count_entry_of_task on inventory.count_entry (task, round, counted_at, id);
