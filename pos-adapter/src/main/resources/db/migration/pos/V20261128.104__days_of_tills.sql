-- A till system's own id of a transaction is a second name for it: whatever the key says, it is not told twice.
alter table pos.till_transaction add column vendor_id text check (char_length(vendor_id) between 1 and 200);
alter table pos.till_transaction add column numbered boolean not null default true;
create unique index till_transaction_vendor on pos.till_transaction (source, vendor_id) where vendor_id is not null;
comment on column pos.till_transaction.numbered is 'whether the till counts up by one: then a number that does not come is missed';

alter table pos.parked_transaction add column numbered boolean not null default true;

-- What a till told of one business day, kept up to date by the statement that records its transactions.
create table pos.till_day (
  location       text        not null,
  business_day   date        not null,
  workstation    text        not null,
  source         text        not null,
  first_number   bigint,
  last_number    bigint,
  numbered       bigint      not null default 0 check (numbered >= 0),
  recorded       bigint      not null default 0 check (recorded >= 0),
  duplicates     bigint      not null default 0 check (duplicates >= 0),
  late           bigint      not null default 0 check (late >= 0),
  latest_sale_at timestamptz,
  least_delay    interval,
  most_delay     interval,
  first_word_at  timestamptz not null,
  last_word_at   timestamptz not null,
  primary key (location, business_day, workstation, source)
);
create index till_day_business_day on pos.till_day (business_day);
comment on column pos.till_day.numbered is 'how many sequence numbers are recorded; fewer than last - first + 1 means a gap';
comment on column pos.till_day.duplicates is 'how many tellings of transactions that were recorded already';
comment on column pos.till_day.late is 'how many transactions came later after they happened than noren.pos.late-after';
comment on column pos.till_day.latest_sale_at is 'the latest time of a transaction by the till''s clock';
comment on column pos.till_day.least_delay is 'between a transaction''s time by the till''s clock and its arrival; negative: the till''s clock is ahead by at least that';
comment on column pos.till_day.last_word_at is 'when a document with something of this till and day last came, news or not';
insert into pos.till_day (location, business_day, workstation, source, first_number, last_number, numbered, recorded,
  latest_sale_at, least_delay, most_delay, first_word_at, last_word_at)
select t.location, t.business_day, t.workstation, t.source, min(t.sequence_number), max(t.sequence_number), count(*),
  count(*), max(t.occurred_at), min(d.received_at - t.occurred_at), max(d.received_at - t.occurred_at),
  min(d.received_at), max(d.received_at)
from pos.till_transaction t join pos.document d on d.id = t.document
group by t.location, t.business_day, t.workstation, t.source;
