package io.noren.integration.board;

import io.noren.integration.broker.Addresses;
import io.noren.integration.broker.Fact;
import io.noren.inventory.StockLevelChanged;
import io.noren.loyalty.PointsChanged;
import io.noren.pos.SaleRecorded;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows every fact on the live board. It listens beside the flows without a queue of its own: what happens while nobody
 * listens is not shown, and a board that fails holds up nothing.
 */
@Component
class FactsToBoard extends RouteBuilder {
    private final JsonMapper json;
    private final BoardViewers viewers;
    private final Map<String, Function<String, Object>> drawings;

    FactsToBoard(JsonMapper json, BoardViewers viewers, BoardEvents events) {
        this.json = json;
        this.viewers = viewers;
        drawings = Map.of(
                Addresses.SALES.name(), drawing(Addresses.SALES, (SaleRecorded sale) -> events.sale(sale)),
                Addresses.STOCK_LEVELS.name(),
                        drawing(Addresses.STOCK_LEVELS, (StockLevelChanged level) -> events.stock(level)),
                Addresses.POINTS.name(), drawing(Addresses.POINTS, (PointsChanged points) -> events.points(points)));
    }

    private <T> Function<String, Object> drawing(Fact<T> fact, Function<T, Object> draw) {
        return text -> draw.apply(json.readValue(text, fact.type()));
    }

    @Override
    public void configure() {
        from("jms:topic:" + Addresses.ALL + "?transacted=false&concurrentConsumers=1")
                .routeId("facts-to-board")
                .onException(Exception.class)
                .handled(true)
                .log("A fact cannot be shown on the board: ${exception.class}")
                .end()
                .filter(exchange -> viewers.any())
                .process(this::show)
                .end();
    }

    private void show(Exchange exchange) {
        Function<String, Object> drawing = drawings.get(exchange.getIn().getHeader("fact", String.class));
        if (drawing != null) {
            viewers.show(drawing.apply(exchange.getIn().getBody(String.class)));
        }
    }
}
