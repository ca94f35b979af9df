alter table pos.till_transaction drop constraint till_transaction_kind_check;
alter table pos.till_transaction add constraint till_transaction_kind_check check (kind in
  ('SALE', 'RETURN', 'MIXED', 'CONTROL', 'SUSPENDED', 'CANCELLED', 'TRAINING', 'POST_VOID'));

-- A post-void takes back an earlier transaction as a whole. What that was is known only when the other one is here,
-- which may be later: until then it waits. The key is the original's, so that nothing is taken back twice.
create table pos.post_void (
  location             text        not null,
  business_day         date        not null,
  workstation          text        not null,
  sequence_number      bigint      not null check (sequence_number >= 0),
  source               text        not null,
  void_business_day    date        not null,
  void_workstation     text        not null,
  void_sequence_number bigint      not null,
  occurred_at          timestamptz not null,
  received_at          timestamptz not null,
  wait_until           timestamptz not null,
  overdue_at           timestamptz,
  done_at              timestamptz,
  primary key (location, business_day, workstation, sequence_number, source),
  foreign key (location, void_business_day, void_workstation, void_sequence_number, source)
    references pos.till_transaction (location, business_day, workstation, sequence_number, source)
);
create index post_void_waiting on pos.post_void (wait_until) where done_at is null;
comment on table pos.post_void is 'the key is the original''s; void_… is the transaction that takes it back';
comment on column pos.post_void.wait_until is 'when a person is told that the original is missing';
comment on column pos.post_void.overdue_at is 'when a person was told';
comment on column pos.post_void.done_at is 'when the original was taken back';
