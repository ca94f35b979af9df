package io.noren.inventory.pickup;

import io.noren.inventory.routing.OpenOrders;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many pickup orders locations have to prepare or to send: whoever has many should not get more. */
@Component
class PickupLoad implements OpenOrders {
    private final JdbcClient jdbc;

    PickupLoad(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Long> at(Collection<String> locations) {
        Map<String, Long> open = new HashMap<>();
        jdbc.sql("""
                select at, count(*) as orders
                from (select case state when 'AWAITING_TRANSFER' then sent_from else location end as at
                    from inventory.pickup_order
                    where state in ('PLACED', 'AWAITING_TRANSFER', 'ARRIVED', 'ACCEPTED', 'PICKING', 'PICKED',
                        'PARTIALLY_PICKED', 'SUBSTITUTION_PROPOSED')) open
                where at = any(:locations) group by at
                """).param("locations", locations.toArray(String[]::new)).query(row -> {
            open.put(row.getString("at"), row.getLong("orders"));
        });
        return open;
    }
}
