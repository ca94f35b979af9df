package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.SALE_TO_STOCK;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Every line sold at a till lowers that store's stock, once. */
@Component
class SaleToStock extends RouteBuilder {
    private final JsonMapper json;
    private final TillLinesToLedger ledger;

    SaleToStock(JsonMapper json, TillLinesToLedger ledger) {
        this.json = json;
        this.ledger = ledger;
    }

    @Override
    public void configure() {
        from(SALE_TO_STOCK.uri())
                .routeId(SALE_TO_STOCK.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, SALE_TO_STOCK))
                .bean(ledger, "sold");
    }
}
