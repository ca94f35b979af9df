package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.PICKUP_TO_WEBSHOP;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.webhook.WebhookDeliveries;
import io.noren.integration.webhook.WebhookEvent;
import io.noren.inventory.PickupArrived;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupDelayed;
import io.noren.inventory.PickupExpired;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupGoodsArrived;
import io.noren.inventory.PickupPlaced;
import io.noren.inventory.PickupReady;
import io.noren.inventory.PickupRerouted;
import io.noren.inventory.PickupRescueDecided;
import io.noren.inventory.PickupRescueOffered;
import io.noren.inventory.PickupReturned;
import io.noren.inventory.PickupSent;
import io.noren.inventory.PickupSoldAtTill;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Whatever happens to a pickup order is told to whoever subscribed to it: the shop, and who writes to its customers. */
@Component
class PickupToWebshop extends RouteBuilder {
    private final JsonMapper json;
    private final WebhookDeliveries deliveries;

    PickupToWebshop(JsonMapper json, WebhookDeliveries deliveries) {
        this.json = json;
        this.deliveries = deliveries;
    }

    @Override
    public void configure() {
        from(PICKUP_TO_WEBSHOP.uri())
                .routeId(PICKUP_TO_WEBSHOP.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, PICKUP_TO_WEBSHOP))
                .bean(PickupToWebshop.class, "asEvents")
                .bean(deliveries, "enqueue");
    }

    public static List<WebhookEvent> asEvents(List<Received<?>> facts) {
        return facts.stream()
                // Whose till added the points is nothing that a shop waits for.
                .filter(received -> !(received.fact() instanceof PickupSoldAtTill))
                .map(received -> asEvent(received.fact(), received.origin().correlation()))
                .toList();
    }

    private static WebhookEvent asEvent(Object fact, @Nullable String correlation) {
        if (fact instanceof PickupPlaced placed) {
            return event(placed.id(), "pickup.placed", placed.pickup(), placed.placedAt(), correlation, fact);
        }
        if (fact instanceof PickupFellShort fellShort) {
            return event(fellShort.id(), "pickup.short", fellShort.pickup(), fellShort.shortAt(), correlation, fact);
        }
        if (fact instanceof PickupDelayed delayed) {
            return event(delayed.id(), "pickup.delayed", delayed.pickup(), delayed.delayedAt(), correlation, fact);
        }
        if (fact instanceof PickupRescueOffered offered) {
            return event(
                    offered.id(), "pickup.rescue-offered", offered.pickup(), offered.offeredAt(), correlation, fact);
        }
        if (fact instanceof PickupRescueDecided decided) {
            return event(
                    decided.id(), "pickup.rescue-decided", decided.pickup(), decided.decidedAt(), correlation, fact);
        }
        if (fact instanceof PickupRerouted rerouted) {
            return event(rerouted.id(), "pickup.rerouted", rerouted.pickup(), rerouted.reroutedAt(), correlation, fact);
        }
        if (fact instanceof PickupSent sent) {
            return event(sent.id(), "pickup.sent", sent.pickup(), sent.sentAt(), correlation, fact);
        }
        if (fact instanceof PickupGoodsArrived arrived) {
            return event(
                    arrived.id(), "pickup.goods-arrived", arrived.pickup(), arrived.arrivedAt(), correlation, fact);
        }
        if (fact instanceof PickupReady ready) {
            return event(ready.id(), "pickup.ready", ready.pickup(), ready.readyAt(), correlation, fact);
        }
        if (fact instanceof PickupArrived arrived) {
            return event(arrived.id(), "pickup.arrived", arrived.pickup(), arrived.arrivedAt(), correlation, fact);
        }
        if (fact instanceof PickupCollected collected) {
            return event(
                    collected.id(), "pickup.collected", collected.pickup(), collected.collectedAt(), correlation, fact);
        }
        if (fact instanceof PickupReturned returned) {
            return event(returned.id(), "pickup.returned", returned.pickup(), returned.returnedAt(), correlation, fact);
        }
        if (fact instanceof PickupExpired expired) {
            return event(expired.id(), "pickup.expired", expired.pickup(), expired.expiredAt(), correlation, fact);
        }
        PickupCancelled cancelled = (PickupCancelled) fact;
        return event(
                cancelled.id(), "pickup.cancelled", cancelled.pickup(), cancelled.cancelledAt(), correlation, fact);
    }

    private static WebhookEvent event(
            UUID id, String name, UUID pickup, Instant occurredAt, @Nullable String correlation, Object fact) {
        return new WebhookEvent(id, name, pickup.toString(), occurredAt, null, correlation, fact);
    }
}
