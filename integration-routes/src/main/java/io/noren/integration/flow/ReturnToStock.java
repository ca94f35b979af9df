package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.RETURN_TO_STOCK;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Every line brought back at a till raises that store's stock, once. */
@Component
class ReturnToStock extends RouteBuilder {
    private final JsonMapper json;
    private final TillLinesToLedger ledger;

    ReturnToStock(JsonMapper json, TillLinesToLedger ledger) {
        this.json = json;
        this.ledger = ledger;
    }

    @Override
    public void configure() {
        from(RETURN_TO_STOCK.uri())
                .routeId(RETURN_TO_STOCK.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, RETURN_TO_STOCK))
                .bean(ledger, "returned");
    }
}
