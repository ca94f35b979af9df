package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.ORDER_SOLD_TO_PICKUP;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** An order whose goods a till sold is collected, and what was kept for it is free. */
@Component
class OrderSoldToPickup extends RouteBuilder {
    private final JsonMapper json;
    private final TillToPickups pickups;

    OrderSoldToPickup(JsonMapper json, TillToPickups pickups) {
        this.json = json;
        this.pickups = pickups;
    }

    @Override
    public void configure() {
        from(ORDER_SOLD_TO_PICKUP.uri())
                .routeId(ORDER_SOLD_TO_PICKUP.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, ORDER_SOLD_TO_PICKUP))
                .bean(pickups, "sold");
    }
}
