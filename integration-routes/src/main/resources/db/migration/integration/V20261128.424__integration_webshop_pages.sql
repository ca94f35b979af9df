-- Where the reading of a shop's orders goes on was a number of rows; it is a time now. Begun readings begin again.
update integration.webshop set orders_page = null, orders_until = null where orders_page is not null;
