create table integration.api_key (
    id uuid primary key,
    name text not null,
    hash text not null unique, -- SHA-256 of the key, hexadecimal; the key itself is shown once and not kept
    scopes text[] not null,
    locations text[] not null, -- '*' is every location
    created_at timestamptz not null,
    revoked_at timestamptz
);

create table integration.staff (
    username text primary key,
    password text not null, -- bcrypt
    display_name text not null,
    admin boolean not null,
    locations text[] not null, -- '*' is every location
    created_at timestamptz not null
);

-- The first answer to a request that carried an Idempotency-Key, written with the request's effect.
create table integration.idempotent_request (
    caller text not null,
    idempotency_key text not null,
    request_digest text not null, -- SHA-256 of method, path and body
    status integer,
    content_type text,
    location text,
    answer bytea,
    created_at timestamptz not null,
    primary key (caller, idempotency_key)
);
create index idempotent_request_age on integration.idempotent_request (created_at);
