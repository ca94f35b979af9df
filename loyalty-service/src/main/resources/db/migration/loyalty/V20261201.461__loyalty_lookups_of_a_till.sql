-- A chain's tills may all ask with one key: what one till asked in the last hour is few rows, what all did is many.
create index till_lookup_of_till on loyalty.till_lookup (actor, till, at desc, id desc);
drop index loyalty.till_lookup_actor;
