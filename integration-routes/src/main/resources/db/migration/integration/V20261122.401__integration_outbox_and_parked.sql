create schema if not exists integration;

-- Facts that are committed but not yet at the broker. Written in the transaction of the change they announce,
-- deleted in the transaction in which the broker acknowledged them; in good times nearly always empty.
create table integration.outbox (
    id bigint generated always as identity primary key,
    event_id uuid not null,
    address text not null,
    queue text, -- only this one reader of the address, for a message that is tried again
    fact text not null,
    payload text not null,
    correlation text,
    traceparent text, -- W3C trace context, where the request is traced
    created_at timestamptz not null
);

-- What could not be done and waits for a person.
create table integration.parked (
    id uuid primary key,
    flow text not null, -- the queue a retry goes to, or 'till-document'
    subject text not null, -- what it is about, so that the same trouble parks once
    code text not null,
    reason text not null,
    source text not null,
    place integer, -- line number in the till document
    waits_for text[] not null default '{}', -- 'item:SCHEME:value' or 'location:id': tried again when that appears
    event_id uuid,
    fact text not null, -- what the payload is
    payload text, -- what a retry sends; null when there is nothing to send again
    correlation text,
    state text not null check (state in ('OPEN', 'RETRIED', 'DISCARDED')),
    attempts integer not null default 1,
    parked_at timestamptz not null,
    resolved_at timestamptz,
    resolved_by text,
    resolution text,
    unique (flow, subject),
    check ((state = 'OPEN') = (resolved_at is null))
);
create index parked_open on integration.parked (parked_at, id) where state = 'OPEN';
create index parked_waiting on integration.parked using gin (waits_for) where state = 'OPEN';
