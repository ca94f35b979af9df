alter table inventory.pickup_sold_at_till
    add column with_card boolean not null default false;

comment on column inventory.pickup_sold_at_till.with_card is
    'the sale has a member''s card, and so adds points by itself: the order must not';
