-- Who counted does not approve it, unless the session was opened so. Those that are open stay as they were opened.
alter table inventory.count_session add column self_approval boolean not null default true;
alter table inventory.count_session alter column self_approval set default false;
comment on column inventory.count_session.self_approval is 'whether who counted may approve it, too';
