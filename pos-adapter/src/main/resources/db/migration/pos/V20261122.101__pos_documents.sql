create schema if not exists pos;

-- What tills sent, less personal data. A document is its content: the same bytes from the same source are one document.
create table pos.document (
  id           uuid        primary key,
  source       text        not null,
  sha256       bytea       not null check (octet_length(sha256) = 32),
  size         bigint      not null check (size >= 0),
  kind         text        not null,
  received_at  timestamptz not null,
  locations    text[],
  state        text        not null check (state in ('RECEIVED', 'READ')),
  transactions integer     not null default 0 check (transactions >= 0),
  unique (source, sha256)
);
comment on column pos.document.sha256 is 'of the bytes as received, before personal data was taken out';
comment on column pos.document.size is 'bytes as received';
comment on column pos.document.kind is 'the dialect, e.g. POSLOG';
comment on column pos.document.locations is 'the locations that its senders may speak for; null: every one';
comment on column pos.document.state is 'RECEIVED: not read to its end yet; READ: every transaction is recorded, a duplicate or parked';

-- The content in slices, so that neither side ever holds a nightly file in memory.
create table pos.document_part (
  document uuid    not null references pos.document on delete cascade,
  part     integer not null check (part >= 0),
  content  bytea   not null check (octet_length(content) between 1 and 1048576),
  primary key (document, part)
);
alter table pos.document_part alter column content set storage external;
comment on column pos.document_part.content is 'a slice of the gzip stream of the scrubbed UTF-8 text; concatenate by part';

-- Every transaction that arrived whole and plausible, whether it moves stock or only fills the sequence.
-- The key begins with the store and its day because that is how gaps are looked for.
create table pos.till_transaction (
  location        text        not null,
  business_day    date        not null,
  workstation     text        not null,
  sequence_number bigint      not null check (sequence_number >= 0),
  source          text        not null,
  kind            text        not null check (kind in ('SALE', 'RETURN', 'MIXED', 'CONTROL', 'SUSPENDED', 'CANCELLED', 'TRAINING')),
  digest          bytea       not null check (octet_length(digest) = 32),
  document        uuid        not null references pos.document,
  place           integer     not null,
  occurred_at     timestamptz,
  recorded_at     timestamptz not null,
  primary key (location, business_day, workstation, sequence_number, source)
);
create index till_transaction_document on pos.till_transaction (document);
comment on column pos.till_transaction.digest is 'sha-256 of the canonical content: equal for the same transaction in a reformatted file';
comment on column pos.till_transaction.place is 'line number in the document';

-- What could not become a fact. No reference to pos.document: a refused file is set aside without being stored.
create table pos.parked_transaction (
  id              uuid        primary key,
  document        uuid        not null,
  source          text        not null,
  code            text        not null,
  reason          text        not null,
  place           integer,
  transaction     text,
  store_code      text,
  location        text,
  business_day    date,
  workstation     text,
  sequence_number bigint,
  parked_at       timestamptz not null,
  resolved_at     timestamptz
);
create index parked_transaction_document on pos.parked_transaction (document);
create index parked_transaction_sequence on pos.parked_transaction (location, business_day) where location is not null;
comment on column pos.parked_transaction.transaction is 'the key as text, as far as it could be read';
comment on column pos.parked_transaction.store_code is 'the store as its till system calls it';
comment on column pos.parked_transaction.location is 'ours, when known and the sender may speak for it: then the sequence number is not missing';
comment on column pos.parked_transaction.resolved_at is 'when a later reading of the document no longer found this fault';
