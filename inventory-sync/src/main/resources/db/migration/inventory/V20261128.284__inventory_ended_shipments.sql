-- What has ended at a place, the latest first: for whoever looks for last week's transfer.
create index shipment_ended_to on inventory.shipment (location, ended_at, id) where ended_at is not null;
create index shipment_ended_from on inventory.shipment (source, ended_at, id)
    where ended_at is not null and source is not null;
