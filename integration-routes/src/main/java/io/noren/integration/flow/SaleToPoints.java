package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.SALE_TO_POINTS;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import io.noren.loyalty.Purchases;
import io.noren.pos.SaleRecorded;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A sale with a member's card is a purchase of that member and earns points, once. */
@Component
class SaleToPoints extends RouteBuilder {
    private final JsonMapper json;
    private final Purchases purchases;

    SaleToPoints(JsonMapper json, Purchases purchases) {
        this.json = json;
        this.purchases = purchases;
    }

    @Override
    public void configure() {
        from(SALE_TO_POINTS.uri())
                .routeId(SALE_TO_POINTS.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, SALE_TO_POINTS))
                .filter()
                .body(SaleRecorded.class, sale -> sale.memberCard() != null)
                .bean(TillToPurchase.class, "sold")
                .bean(purchases, "record")
                .end();
    }
}
