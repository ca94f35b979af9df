-- What a file says of cells without ids of its own is kept by the sheet: a row for each count cost two indexes and two
-- looks at other tables, several times what the count itself does.
create table inventory.count_sheet (
    id            bigint           generated always as identity primary key,
    document      text collate "C" not null check (document <> ''),
    location      text             not null references inventory.location (id),
    first_sku     text             not null,
    last_sku      text             not null check (last_sku >= first_sku),
    counted_from  timestamptz      not null,
    counted_until timestamptz      not null check (counted_until >= counted_from),
    lines         bigint[]         not null check (cardinality(lines) > 0),
    skus          text[]           not null check (cardinality(skus) = cardinality(lines)),
    counted       numeric(15, 3)[] not null check (cardinality(counted) = cardinality(lines)),
    counted_at    timestamptz[]    not null check (cardinality(counted_at) = cardinality(lines)),
    actor         text             not null,
    received_at   timestamptz      not null,
    check (0 <= all (counted) and 1000000 >= all (counted))
);
comment on table inventory.count_sheet is
    'recorded counts of one location out of one file, append-only; what stands in the same place of each list is one count';
comment on column inventory.count_sheet.lines is 'where they stand in the file; document/line is the id of a count';
comment on column inventory.count_sheet.first_sku is 'in the order of the database, as last_sku: those between may be here';
create unique index count_sheet_once on inventory.count_sheet (document, location, (lines[1]));
create index count_sheet_of_cell on inventory.count_sheet (location, first_sku, last_sku, counted_from);

create trigger count_sheet_is_append_only
    before update or delete on inventory.count_sheet
    for each row execute function inventory.refuse_to_rewrite_the_ledger();
create trigger count_sheet_is_never_truncated
    before truncate on inventory.count_sheet
    for each statement execute function inventory.refuse_to_rewrite_the_ledger();

-- The newest count of a cell in sheets, up to an instant; of two at the same instant the greater id is the newer.
create function inventory.newest_count_of_sheets(of_sku text, of_location text, until timestamptz)
    returns table (id text, counted numeric, counted_at timestamptz) language sql stable as $$
    select (s.document || '/' || one.line) collate "C" as id, one.counted, one.counted_at
    from inventory.count_sheet s
    cross join lateral unnest(s.lines, s.skus, s.counted, s.counted_at) as one (line, sku, counted, counted_at)
    where s.location = of_location and s.first_sku <= of_sku and s.last_sku >= of_sku and s.counted_from <= until
        and one.sku = of_sku and one.counted_at <= until
    order by one.counted_at desc, id desc limit 1
$$;

-- What a file says is copied straight to where it waits, and what does not pass is taken out of there.
drop table inventory.stock_import_slice;
