package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.IMPORT_TO_WEBSHOP;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.webhook.WebhookDeliveries;
import io.noren.integration.webshop.WebshopItems;
import io.noren.inventory.ImportedLevels;
import io.noren.inventory.StockImported;
import io.noren.inventory.StockLevelChanged;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every level that an import changed is marked for the web shops and told to whoever subscribed to it, like any other
 * change of stock.
 */
@Component
class ImportToWebshop extends RouteBuilder {
    private final JsonMapper json;
    private final ImportedLevels levels;
    private final WebshopItems items;
    private final WebhookDeliveries deliveries;

    ImportToWebshop(JsonMapper json, ImportedLevels levels, WebshopItems items, WebhookDeliveries deliveries) {
        this.json = json;
        this.levels = levels;
        this.items = items;
        this.deliveries = deliveries;
    }

    @Override
    public void configure() {
        from(IMPORT_TO_WEBSHOP.uri())
                .routeId(IMPORT_TO_WEBSHOP.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, IMPORT_TO_WEBSHOP))
                .bean(this, "tell");
    }

    /** One by one, as {@link StockToWebshop} tells them. */
    public void tell(List<Received<StockImported>> imported) {
        for (Received<StockImported> received : imported) {
            List<StockLevelChanged> changed = levels.of(received.fact());
            items.mark(changed.stream().map(StockToWebshop::cell).toList());
            deliveries.enqueue(changed.stream()
                    .map(level ->
                            StockToWebshop.asEvent(level, received.origin().correlation()))
                    .toList());
        }
    }
}
