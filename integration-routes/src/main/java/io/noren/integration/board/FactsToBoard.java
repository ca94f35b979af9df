package io.noren.integration.board;

import io.noren.integration.broker.Addresses;
import io.noren.integration.broker.Fact;
import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.FactPack;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows every fact on the live board. It listens beside the flows without a queue of its own: what happens while nobody
 * listens is not shown, and a board that fails holds up nothing.
 */
@Component
class FactsToBoard extends RouteBuilder {
    static final String ID = "facts-to-board";

    private final JsonMapper json;
    private final BoardViewers viewers;
    private final Map<String, Function<String, Object>> drawings;

    FactsToBoard(JsonMapper json, BoardViewers viewers, BoardEvents events) {
        this.json = json;
        this.viewers = viewers;
        drawings = Map.ofEntries(
                drawing(Addresses.SALES, events::sale),
                drawing(Addresses.STOCK_LEVELS, events::stock),
                drawing(Addresses.POINTS, events::points),
                drawing(
                        Addresses.PICKUP_PLACED,
                        it -> BoardEvents.pickup(it.order(), it.location(), "PLACED", it.placedAt())),
                drawing(
                        Addresses.PICKUP_READY,
                        it -> BoardEvents.pickup(it.order(), it.location(), "READY", it.readyAt())),
                drawing(
                        Addresses.PICKUP_COLLECTED,
                        it -> BoardEvents.pickup(it.order(), it.location(), "COLLECTED", it.collectedAt())),
                drawing(
                        Addresses.PICKUP_EXPIRED,
                        it -> BoardEvents.pickup(it.order(), it.location(), "EXPIRED", it.expiredAt())),
                drawing(
                        Addresses.PICKUP_CANCELLED,
                        it -> BoardEvents.pickup(it.order(), it.location(), "CANCELLED", it.cancelledAt())));
    }

    private <T> Map.Entry<String, Function<String, Object>> drawing(Fact<T> fact, Function<T, Object> draw) {
        return Map.entry(fact.name(), text -> draw.apply(json.readValue(text, fact.type())));
    }

    @Override
    public void configure() {
        from("jms:topic:" + Addresses.ALL)
                .routeId(ID)
                .autoStartup(false) // but while somebody looks, see BoardReading
                .onException(Exception.class)
                .handled(true)
                .log("A fact cannot be shown on the board: ${exception.class}")
                .end()
                .process(this::show);
    }

    private void show(Exchange exchange) throws InvalidPayloadException {
        Function<String, Object> drawing = drawings.get(exchange.getIn().getHeader(FactFormat.FACT, String.class));
        if (drawing != null) {
            boolean isPack = exchange.getIn().getHeader(FactPack.FACTS) != null;
            FactPack.facts(exchange.getIn().getMandatoryBody(String.class), isPack)
                    .forEach(fact -> viewers.show(drawing.apply(fact)));
        }
    }
}
