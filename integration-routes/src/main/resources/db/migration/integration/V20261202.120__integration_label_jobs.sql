-- Shelf labels that are printed many at once. Jobs are worked on in the order of "number".
create table integration.label_job (
    id             uuid        not null primary key,
    number         bigint      generated always as identity unique,
    location       text        not null,
    template       text        not null,
    format         text        not null check (format in ('PDF', 'SVG', 'PNG')),
    before_tax     boolean     not null,
    base           text        not null,
    selection      text        not null check (selection in ('SKUS', 'FILTER', 'ALL', 'CHANGED', 'CHANGED_SINCE')),
    skus           text[],
    filter         text,
    changed_since  timestamptz,
    digest         bytea       not null check (octet_length(digest) = 32),
    requested_by   text        not null,
    requested_at   timestamptz not null,
    state          text        not null check (state in ('RUNNING', 'COMPLETED', 'CANCELLED', 'FAILED')),
    total          integer     check (total >= 0),
    done           integer     not null default 0 check (done >= 0),
    left_out       integer     not null default 0 check (left_out >= 0),
    leased_by      uuid,
    leased_until   timestamptz,
    tries          integer     not null default 0,
    failure_code   text,
    failure_detail text,
    finished_at    timestamptz,
    size           bigint      check (size > 0),
    check ((selection = 'SKUS') = (skus is not null)),
    check ((selection = 'FILTER') = (filter is not null)),
    check ((selection = 'CHANGED_SINCE') = (changed_since is not null)),
    check ((state = 'RUNNING') = (finished_at is null)),
    check ((state = 'FAILED') = (failure_code is not null)),
    check ((state = 'COMPLETED') = (size is not null)),
    check (state <> 'COMPLETED' or done = total)
);
comment on column integration.label_job.base is 'the public address that the codes begin with';
comment on column integration.label_job.digest is 'of what is asked for: who asks for the same while it is being printed gets the same job';
comment on column integration.label_job.left_out is 'labels that could not be drawn, of those that are done';
comment on column integration.label_job.size is 'of the file, in bytes';
create unique index label_job_same on integration.label_job (digest) where state = 'RUNNING';
create index label_job_open on integration.label_job (number) where state = 'RUNNING';
create index label_job_by_location on integration.label_job (location, number);
create index label_job_finished on integration.label_job (finished_at) where state <> 'RUNNING';

create table integration.label_job_part (
    job     uuid    not null references integration.label_job (id) on delete cascade,
    part    integer not null check (part >= 0),
    content bytea   not null check (octet_length(content) between 1 and 1048576),
    primary key (job, part)
);
alter table integration.label_job_part alter column content set storage external;
comment on table integration.label_job_part is 'the printed file in slices; there all at once or not at all';

create table integration.label_job_left_out (
    job    uuid not null references integration.label_job (id) on delete cascade,
    sku    text not null,
    code   text not null,
    detail text not null,
    primary key (job, sku)
);

-- What hangs on which shelf, and what it should say by now. Kept apart, because they are written by different people at
-- the same moment: a label that is printed while its price changes is found by comparing the two.
create table integration.printed_label (
    location   text        not null,
    sku        text        not null,
    said       text        not null,
    job        uuid        not null,
    printed_at timestamptz not null,
    primary key (location, sku)
);
comment on column integration.printed_label.said is 'all that the label says of the price; empty when it was printed and thrown away';
create index printed_label_by_job on integration.printed_label (job);

create table integration.label_price (
    sku        text        not null primary key,
    says       text        not null,
    changed_at timestamptz not null
);
comment on column integration.label_price.says is 'all that a label printed now would say of the price';
comment on column integration.label_price.changed_at is 'when that last changed; -infinity when it has not since labels are remembered';
create index label_price_by_change on integration.label_price (changed_at);
