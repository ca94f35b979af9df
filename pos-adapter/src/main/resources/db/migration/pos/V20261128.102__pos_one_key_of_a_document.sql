-- The id is made of source and sha256 and says the same. With a second unique key beside it, two senders of the same
-- document at once could meet in that one first, which "on conflict (id)" does not settle, and one was refused.
alter table pos.document drop constraint document_source_sha256_key;
comment on column pos.document.id is 'made of source and sha256: the same bytes from the same source are one document';
