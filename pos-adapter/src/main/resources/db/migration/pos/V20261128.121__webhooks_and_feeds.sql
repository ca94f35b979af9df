-- Which webhook said what: the same id with another body is not the same news.
create table pos.webhook_id (
  source   text        not null,
  id       text        not null check (char_length(id) between 1 and 200),
  sha256   bytea       not null check (octet_length(sha256) = 32),
  heard_at timestamptz not null,
  primary key (source, id)
);
create index webhook_id_heard_at on pos.webhook_id (heard_at);
comment on column pos.webhook_id.sha256 is 'of the body';
comment on column pos.webhook_id.heard_at is 'when it first came; forgotten when no vendor tries that long';

-- What a webhook only named, until the vendor was asked for it.
create table pos.vendor_errand (
  source   text        not null,
  subject  text        not null check (char_length(subject) between 1 and 200),
  asked_at timestamptz not null,
  times    bigint      not null default 1 check (times > 0),
  primary key (source, subject)
);
comment on column pos.vendor_errand.subject is 'by the vendor''s own name';
comment on column pos.vendor_errand.asked_at is 'when it was first named and not fetched since';
comment on column pos.vendor_errand.times is 'how often; what was named again while it was fetched is fetched again';

-- How far each vendor was asked, by whichever copy of the application.
create table pos.vendor_feed (
  source         text        primary key,
  due_at         timestamptz not null,
  complete_until timestamptz,
  round_began_at timestamptz,
  round_since    timestamptz,
  page           text,
  retry_at       timestamptz,
  failures       integer     not null default 0 check (failures >= 0),
  failing_since  timestamptz,
  last_error     text,
  last_success   timestamptz,
  leased_by      uuid,
  leased_until   timestamptz,
  check ((round_began_at is null) = (round_since is null)),
  check (page is null or round_since is not null),
  check ((leased_by is null) = (leased_until is null))
);
comment on column pos.vendor_feed.due_at is 'when the next round is to begin';
comment on column pos.vendor_feed.complete_until is 'when the last round began that was done to its end: all that changed before is here';
comment on column pos.vendor_feed.round_since is 'from when on the round under way asks for changes';
comment on column pos.vendor_feed.page is 'where the round under way is; null: at its beginning';
comment on column pos.vendor_feed.retry_at is 'until then the vendor is left alone';
comment on column pos.vendor_feed.last_success is 'when the vendor last answered, and all of it was recorded';
comment on column pos.vendor_feed.leased_by is 'the copy of the application that is asking';
