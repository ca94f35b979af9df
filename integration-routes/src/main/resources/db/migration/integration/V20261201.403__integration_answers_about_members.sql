-- An answer to a request about a member says who they are. When they are forgotten, so is what they were answered.
alter table integration.idempotent_request add column about uuid;

comment on column integration.idempotent_request.about is
    'the member whom request and answer are about, by the request''s path or the answer''s Location; null for anything else';

update integration.idempotent_request
set about = substring(location from '^/api/v1/members/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})')::uuid
where location like '/api/v1/members/%';

create index idempotent_request_about on integration.idempotent_request (about) where about is not null;
