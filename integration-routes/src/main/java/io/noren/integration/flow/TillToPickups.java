package io.noren.integration.flow;

import io.noren.integration.broker.Origins;
import io.noren.integration.broker.Received;
import io.noren.inventory.pickup.PickupsSoldAtTills;
import io.noren.pos.CustomerOrderSold;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What tills sold of customers' orders, in the pickup desk's words. */
@Component
public class TillToPickups {
    private static final Comparator<CustomerOrderSold> BY_ORDER = Comparator.<CustomerOrderSold, String>comparing(
                    sold -> sold.transaction().location())
            .thenComparing(CustomerOrderSold::order);

    private final PickupsSoldAtTills pickups;
    private final Origins origins;

    TillToPickups(PickupsSoldAtTills pickups, Origins origins) {
        this.pickups = pickups;
        this.origins = origins;
    }

    /** By order, so that two batches about the same orders meet them in the same order and wait instead of colliding. */
    @Transactional
    public void sold(List<Received<CustomerOrderSold>> facts) {
        facts.stream()
                .sorted(Comparator.comparing(Received::fact, BY_ORDER))
                .forEach(received -> origins.during(received.origin(), () -> sold(received.fact())));
    }

    private void sold(CustomerOrderSold order) {
        pickups.sold(
                order.transaction().location(),
                order.order(),
                order.transaction().asText(),
                order.memberCard() != null,
                order.occurredAt());
    }
}
