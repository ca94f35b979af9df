-- Shoppers are told, too, when the goods of their order have come to the store from another location.
alter table integration.message
    drop constraint message_kind_check,
    add constraint message_kind_check check (kind in
        ('PLACED', 'FELL_SHORT', 'RESCUE', 'DELAYED', 'ARRIVED', 'READY', 'REMINDER', 'LAST_DAY', 'EXPIRED', 'CANCELLED',
         'REJECTED', 'COLLECTED'));
