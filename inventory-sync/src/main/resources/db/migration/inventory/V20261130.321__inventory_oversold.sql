-- A till may sell what the books have not, or have promised: the sale stands, and somebody is asked to count.
alter table inventory.count_task
    drop constraint count_task_cause_check,
    add constraint count_task_cause_check check (cause in
        ('NOT_FOUND', 'SOLD_BELOW_ZERO', 'SOLD_PROMISED', 'NEAR_ZERO', 'ABC', 'CATEGORY', 'LISTED')),
    add column occurred_at timestamptz,
    add constraint count_task_of_a_sale check
        ((occurred_at is not null) = (cause in ('SOLD_BELOW_ZERO', 'SOLD_PROMISED')));
comment on column inventory.count_task.occurred_at is
    'of the sale that asks for it: a count from then on ends it; null where no sale does';
