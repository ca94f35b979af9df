-- Some vendors number their changes instead of telling when they were.
alter table pos.vendor_feed add column bookmark text;
comment on column pos.vendor_feed.bookmark is 'where the next round begins, in the vendor''s own words; null: it is asked by time';
