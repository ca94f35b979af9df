create table integration.webhook_subscription (
    id uuid primary key,
    url text not null,
    events text[] not null, -- 'stock.changed', 'pickup.*'
    channel text,
    secret text not null, -- signs with HMAC, so it is needed in clear; readable by whoever can read this database
    state text not null check (state in ('ACTIVE', 'PARKED', 'DELETED')),
    created_at timestamptz not null,
    failing_since timestamptz -- the first failure since the last success
);

create table integration.webhook_delivery (
    id bigint generated always as identity primary key,
    subscription uuid not null references integration.webhook_subscription,
    event_id uuid not null,
    event text not null,
    body text not null,
    correlation text,
    received_at timestamptz, -- when the hub first heard of what this tells, for the latency from till to shop
    state text not null check (state in ('PENDING', 'DELIVERED', 'GIVEN_UP')),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null,
    last_status integer,
    last_error text,
    created_at timestamptz not null,
    delivered_at timestamptz,
    unique (subscription, event_id)
);
create index webhook_delivery_due on integration.webhook_delivery (next_attempt_at) where state = 'PENDING';
create index webhook_delivery_log on integration.webhook_delivery (subscription, id);
