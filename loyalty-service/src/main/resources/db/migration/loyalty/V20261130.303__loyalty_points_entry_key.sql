-- What is spent, given back, settled or lapses has a key of its own: the redemption's, the return's, the merge's, the
-- lot's. One return may give points of two redemptions back to one account.
alter table loyalty.points_entry drop constraint points_entry_once;

create unique index points_entry_once on loyalty.points_entry (source, source_transaction, purpose)
    where purpose in ('EARN', 'RETURN');

comment on index loyalty.points_entry_once is 'A purchase earns once, and its return takes once, whoever tells how often';
