-- A person decided between two tellings of one transaction: the one that is not true is remembered, so that it is not
-- asked about again when it comes again.
alter table pos.till_transaction add column revision integer not null default 0 check (revision >= 0 and revision % 2 = 0);
comment on column pos.till_transaction.revision is 'grows by two when a person replaces what was recorded: one takes it back, one tells the other';

create table pos.rejected_telling (
  location        text        not null,
  business_day    date        not null,
  workstation     text        not null,
  sequence_number bigint      not null,
  source          text        not null,
  digest          bytea       not null check (octet_length(digest) = 32),
  document        uuid        not null,
  place           integer     not null,
  decided_by      text        not null,
  decided_at      timestamptz not null,
  primary key (location, business_day, workstation, sequence_number, source, digest),
  foreign key (location, business_day, workstation, sequence_number, source)
    references pos.till_transaction (location, business_day, workstation, sequence_number, source)
);
comment on column pos.rejected_telling.document is 'that told it, and where';
