-- Whoever is forgotten is found among millions of orders.
create index pickup_order_contacts on inventory.pickup_order (member)
    where member is not null
        and (contact_name is not null or contact_phone is not null or contact_email is not null);
