package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.ERASURE_TO_PICKUPS;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.inventory.pickup.PickupContacts;
import io.noren.loyalty.MemberErased;
import java.util.List;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The pickup orders of a member who was forgotten name nobody any more. */
@Component
class ErasureToPickups extends RouteBuilder {
    private final JsonMapper json;
    private final PickupContacts contacts;

    ErasureToPickups(JsonMapper json, PickupContacts contacts) {
        this.json = json;
        this.contacts = contacts;
    }

    @Override
    public void configure() {
        from(ERASURE_TO_PICKUPS.uri())
                .routeId(ERASURE_TO_PICKUPS.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, ERASURE_TO_PICKUPS))
                .bean(ErasureToPickups.class, "accounts")
                .bean(contacts, "forget");
    }

    public static List<UUID> accounts(List<Received<MemberErased>> facts) {
        return facts.stream()
                .flatMap(received -> received.fact().accounts().stream())
                .distinct()
                .toList();
    }
}
