-- Of all lots: what is left of a lot is compared with what others hold of it, from which nobody can conclude that
-- something is left, and the auditor looks at those of which nothing is.
drop index loyalty.points_lot_of_account;
create index points_lot_of_account on loyalty.points_lot (account);
