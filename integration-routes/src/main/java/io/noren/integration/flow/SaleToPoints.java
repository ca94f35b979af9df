package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.SALE_TO_POINTS;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A sale with a member's card is a purchase of that member and earns points, once. */
@Component
class SaleToPoints extends RouteBuilder {
    private final JsonMapper json;
    private final TillToPurchase purchases;

    SaleToPoints(JsonMapper json, TillToPurchase purchases) {
        this.json = json;
        this.purchases = purchases;
    }

    @Override
    public void configure() {
        from(SALE_TO_POINTS.uri())
                .routeId(SALE_TO_POINTS.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, SALE_TO_POINTS))
                .bean(purchases, "sold");
    }
}
