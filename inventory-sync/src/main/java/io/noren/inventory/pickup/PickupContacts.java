package io.noren.inventory.pickup;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How to reach those who ordered. */
@Component
public class PickupContacts {

    private final JdbcClient jdbc;

    PickupContacts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Orders of these members name nobody any more. One that is still open is handed over as before: to whoever shows its
     * code. Said again, nothing more happens.
     *
     * @param members ids that an order may name them by
     */
    @Transactional
    public void forget(Collection<UUID> members) {
        jdbc.sql("""
                update inventory.pickup_order
                set contact_name = null, contact_phone = null, contact_email = null, delegate_name = null,
                    version = version + 1
                where member = any(:members::uuid[])
                    and (contact_name is not null or contact_phone is not null or contact_email is not null
                        or delegate_name is not null)
                """)
                .param("members", members.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }
}
