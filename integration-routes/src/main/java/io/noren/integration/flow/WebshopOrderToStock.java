package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.WEBSHOP_ORDER_TO_STOCK;
import static java.util.stream.Collectors.joining;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Origins;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.broker.TakeWebshopOrder;
import io.noren.integration.webshop.OrderDesk;
import io.noren.integration.webshop.OrderTrouble;
import io.noren.integration.webshop.ShopOrder;
import io.noren.inventory.RetriedTransaction;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a web shop sold is kept for its order, what it cancelled is free again, and what it sent has left. What cannot be
 * kept, because the shop sold more than there was, is parked with the order's number; the rest of the order is done.
 */
@Component
public class WebshopOrderToStock extends RouteBuilder {
    private final JsonMapper json;
    private final OrderDesk desk;
    private final ParkedMessages parked;
    private final RetriedTransaction transaction;
    private final Origins origins;

    WebshopOrderToStock(
            JsonMapper json, OrderDesk desk, ParkedMessages parked, RetriedTransaction transaction, Origins origins) {
        this.json = json;
        this.desk = desk;
        this.parked = parked;
        this.transaction = transaction;
        this.origins = origins;
    }

    @Override
    public void configure() {
        from(WEBSHOP_ORDER_TO_STOCK.uri())
                .routeId(WEBSHOP_ORDER_TO_STOCK.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, WEBSHOP_ORDER_TO_STOCK))
                .bean(this, "take");
    }

    /** Each in a transaction of its own; one that was done before does nothing. */
    public void take(List<Received<TakeWebshopOrder>> errands) {
        errands.forEach(received -> origins.during(
                received.origin(), () -> take(received.fact(), received.origin().correlation())));
    }

    private void take(TakeWebshopOrder errand, @Nullable String correlation) {
        ShopOrder order = json.readValue(errand.order(), ShopOrder.class);
        transaction.run(() -> {
            List<OrderTrouble> troubles = desk.take(errand.shop(), errand.heard(), order);
            if (!troubles.isEmpty()) {
                park(errand, order, troubles, correlation);
            }
            return true;
        });
    }

    private void park(
            TakeWebshopOrder errand, ShopOrder order, List<OrderTrouble> troubles, @Nullable String correlation) {
        parked.park(new Parking(
                WEBSHOP_ORDER_TO_STOCK,
                errand.shop() + "/" + order.id(),
                troubles.get(0).code(),
                "Order " + order.number() + ": "
                        + troubles.stream().map(OrderTrouble::reason).collect(joining(" ")),
                errand.shop(),
                null,
                troubles.stream()
                        .map(OrderTrouble::waitsForSku)
                        .filter(Objects::nonNull)
                        .flatMap(sku -> Stream.of(WaitingFor.item("SKU", sku)))
                        .distinct()
                        .toList(),
                errand.id(),
                TakeWebshopOrder.class.getSimpleName(),
                json.writeValueAsString(errand),
                correlation));
    }
}
