-- What a customer has of an item is asked for at a till; so a line knows its account, and is found by it and its item.
alter table loyalty.purchase add constraint purchase_of_its_account unique (id, account);

alter table loyalty.purchase_line add column account uuid;
update loyalty.purchase_line l set account = p.account from loyalty.purchase p where p.id = l.purchase;
alter table loyalty.purchase_line
    alter column account set not null,
    drop constraint purchase_line_purchase_fkey,
    add constraint purchase_line_is_of_its_purchases_account
        foreign key (purchase, account) references loyalty.purchase (id, account);

comment on column loyalty.purchase_line.account is 'its purchase''s, which never changes';

create index purchase_line_of_account on loyalty.purchase_line (account, item);
create index purchase_brought_back on loyalty.purchase (account) where kind = 'RETURN';
