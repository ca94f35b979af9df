alter table integration.webhook_subscription
    add column batch integer not null default 1 check (batch between 1 and 100);
comment on column integration.webhook_subscription.batch is 'how many events one request to it may carry; 1: each comes alone';
