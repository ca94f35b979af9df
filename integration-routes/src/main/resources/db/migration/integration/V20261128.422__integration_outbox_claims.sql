alter table integration.outbox add column claimed_until timestamptz;
comment on column integration.outbox.claimed_until is
    'until then the copy that wrote it sends it, from memory; null: whoever looks first';
