alter table pos.till_transaction drop constraint till_transaction_kind_check;
alter table pos.till_transaction add constraint till_transaction_kind_check check (kind in
  ('SALE', 'RETURN', 'MIXED', 'CONTROL', 'SUSPENDED', 'CANCELLED', 'TRAINING', 'POST_VOID',
   'RECEIVED', 'SHIPPED', 'COUNTED'));
