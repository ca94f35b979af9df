package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.RETURN_TO_POINTS;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A return with a member's card takes back the points of what was returned, once. */
@Component
class ReturnToPoints extends RouteBuilder {
    private final JsonMapper json;
    private final TillToPurchase purchases;

    ReturnToPoints(JsonMapper json, TillToPurchase purchases) {
        this.json = json;
        this.purchases = purchases;
    }

    @Override
    public void configure() {
        from(RETURN_TO_POINTS.uri())
                .routeId(RETURN_TO_POINTS.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, RETURN_TO_POINTS))
                .bean(purchases, "returned");
    }
}
