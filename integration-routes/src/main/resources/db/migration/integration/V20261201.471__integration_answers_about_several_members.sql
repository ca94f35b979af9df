-- A merge's answer tells of two members, a pickup order's of whoever ordered: forgotten with any of them.
drop index integration.idempotent_request_about;
alter table integration.idempotent_request
    alter column about type uuid[] using case when about is null then null else array[about] end;
comment on column integration.idempotent_request.about is
    'ids that request and answer tell of, if they may tell of members; null for anything else';

update integration.idempotent_request
set about = (
    select array_agg(distinct found[1]::uuid)
    from regexp_matches(convert_from(answer, 'UTF8'),
        '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') as found)
where about is null and location ~ '^/api/v1/(merges|pickup-orders)/' and answer is not null;

create index idempotent_request_about on integration.idempotent_request using gin (about) where about is not null;
