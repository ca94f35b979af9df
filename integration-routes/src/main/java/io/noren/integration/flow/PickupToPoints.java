package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.PICKUP_TO_POINTS;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** An order that a member has collected is their purchase and earns points, once, at the desk or at the till. */
@Component
class PickupToPoints extends RouteBuilder {
    private final JsonMapper json;
    private final PickupToPurchase purchases;

    PickupToPoints(JsonMapper json, PickupToPurchase purchases) {
        this.json = json;
        this.purchases = purchases;
    }

    @Override
    public void configure() {
        from(PICKUP_TO_POINTS.uri())
                .routeId(PICKUP_TO_POINTS.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, PICKUP_TO_POINTS))
                .bean(purchases, "happened");
    }
}
