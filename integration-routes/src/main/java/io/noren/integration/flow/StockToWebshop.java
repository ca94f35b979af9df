package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.STOCK_TO_WEBSHOP;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.webhook.WebhookDeliveries;
import io.noren.integration.webhook.WebhookEvent;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLevelChanged;
import java.util.List;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Every change of stock is told to whoever subscribed to it, web shops first. */
@Component
class StockToWebshop extends RouteBuilder {
    /** What the way from till to shop is measured on; a delivery of a thousand items would say nothing of it. */
    private static final Set<String> FROM_TILLS = Set.of(MovementReason.SALE.name(), MovementReason.RETURN.name());

    private final JsonMapper json;
    private final WebhookDeliveries deliveries;

    StockToWebshop(JsonMapper json, WebhookDeliveries deliveries) {
        this.json = json;
        this.deliveries = deliveries;
    }

    @Override
    public void configure() {
        from(STOCK_TO_WEBSHOP.uri())
                .routeId(STOCK_TO_WEBSHOP.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, STOCK_TO_WEBSHOP))
                .bean(StockToWebshop.class, "asEvents")
                .bean(deliveries, "enqueue");
    }

    public static List<WebhookEvent> asEvents(List<Received<StockLevelChanged>> levels) {
        return levels.stream()
                .map(received -> asEvent(received.fact(), received.origin().correlation()))
                .toList();
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
