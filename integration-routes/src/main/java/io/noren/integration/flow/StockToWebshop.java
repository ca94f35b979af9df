package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.STOCK_TO_WEBSHOP;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.webhook.WebhookDeliveries;
import io.noren.integration.webhook.WebhookEvent;
import io.noren.integration.webshop.WebshopItems;
import io.noren.integration.webshop.WebshopItems.ChangedCell;
import io.noren.inventory.MovementReason;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StockLevelChanged;
import java.util.List;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every change of stock is marked for the connected web shops that have the item, and told to whoever subscribed to it.
 */
@Component
class StockToWebshop extends RouteBuilder {
    /** What the way from till to shop is measured on; a delivery of a thousand items would say nothing of it. */
    private static final Set<String> FROM_TILLS = Set.of(MovementReason.SALE.name(), MovementReason.RETURN.name());

    private final JsonMapper json;
    private final WebshopItems items;
    private final WebhookDeliveries deliveries;
    private final RetriedTransaction transaction;

    StockToWebshop(JsonMapper json, WebshopItems items, WebhookDeliveries deliveries, RetriedTransaction transaction) {
        this.json = json;
        this.items = items;
        this.deliveries = deliveries;
        this.transaction = transaction;
    }

    @Override
    public void configure() {
        from(STOCK_TO_WEBSHOP.uri())
                .routeId(STOCK_TO_WEBSHOP.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, STOCK_TO_WEBSHOP))
                .bean(this, "tell");
    }

    /** Both know what they were told before. */
    public void tell(List<Received<StockLevelChanged>> levels) {
        List<ChangedCell> cells =
                levels.stream().map(received -> cell(received.fact())).toList();
        List<WebhookEvent> events = levels.stream()
                .map(received -> asEvent(received.fact(), received.origin().correlation()))
                .toList();
        transaction.runWhole(() -> {
            items.mark(cells);
            deliveries.enqueue(events);
        });
    }

    static ChangedCell cell(StockLevelChanged level) {
        return new ChangedCell(level.sku(), level.location());
    }

    static WebhookEvent asEvent(StockLevelChanged level, @Nullable String correlation) {
        return new WebhookEvent(
                level.id(),
                "stock.changed",
                level.sku() + "@" + level.location(),
                level.occurredAt(),
                FROM_TILLS.contains(level.cause()) ? level.receivedAt() : null,
                correlation,
                level);
    }
}
