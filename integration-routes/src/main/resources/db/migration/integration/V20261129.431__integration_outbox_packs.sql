alter table integration.outbox add column facts integer not null default 1 check (facts > 0);
comment on column integration.outbox.facts is 'how many facts of one kind the payload holds: 1, or more, as an array';
