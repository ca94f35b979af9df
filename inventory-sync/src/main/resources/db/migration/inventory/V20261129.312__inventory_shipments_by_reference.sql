-- What a supplier's paper is called, whoever the supplier is: goods that come say only that.
create index shipment_by_reference on inventory.shipment (reference);
