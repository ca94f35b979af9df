-- Who took a code out of use, and why, for whoever is asked about it next.
alter table loyalty.coupon_step
    add column actor  text,
    add column reason text check (reason <> '' and length(reason) <= 500),
    add constraint coupon_step_reason_of_a_void check (reason is null or state = 'VOID');

comment on column loyalty.coupon_step.actor is 'who took it out of use; null where a purchase did something with it';
