-- What a shelf label needs to know beside the price.
alter table inventory.item
    add column tax_rate         numeric(5, 2)  check (tax_rate between 0 and 100),
    add column content_quantity numeric(15, 3) check (content_quantity > 0),
    add column content_measure  text           check (content_measure in ('G', 'KG', 'ML', 'L', 'CM', 'M', 'EACH')),
    add check ((content_quantity is null) = (content_measure is null));
comment on column inventory.item.tax_rate is 'the consumption tax that is in the price, in per cent';
comment on column inventory.item.content_quantity is 'how much is in one piece, in its measure';
