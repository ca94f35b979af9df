package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.GOODS_TO_STOCK;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.MovementResult;
import io.noren.inventory.MovementResult.Outcome;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StockLedger;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipments;
import io.noren.pos.GoodsLine;
import io.noren.pos.GoodsMoved;
import io.noren.pos.GoodsMoved.How;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goods that came or left without being sold change their location's stock, once. What belongs to a transfer or a
 * purchase receipt that is known here is booked there, by whoever receives it, and not a second time.
 */
@Component
public class GoodsToStock extends RouteBuilder {
    private final JsonMapper json;
    private final StockLedger ledger;
    private final TillItems items;
    private final Shipments shipments;
    private final ParkedMessages parked;
    private final Origins origins;
    private final RetriedTransaction transaction;

    GoodsToStock(
            JsonMapper json,
            StockLedger ledger,
            TillItems items,
            Shipments shipments,
            ParkedMessages parked,
            Origins origins,
            RetriedTransaction transaction) {
        this.json = json;
        this.ledger = ledger;
        this.items = items;
        this.shipments = shipments;
        this.parked = parked;
        this.origins = origins;
        this.transaction = transaction;
    }

    @Override
    public void configure() {
        from(GOODS_TO_STOCK.uri())
                .routeId(GOODS_TO_STOCK.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, GOODS_TO_STOCK))
                .bean(this, "record");
    }

    /** A line on its way into the ledger. */
    private record Line(GoodsMoved goods, GoodsLine line, Movement movement, Origin origin) {}

    public void record(List<Received<GoodsMoved>> facts) {
        Map<String, Origin> causes = new HashMap<>();
        facts.forEach(received -> causes.put(received.fact().transaction().asText(), received.origin()));
        origins.during(
                causes,
                () -> transaction.runWhole(() -> {
                    List<Line> lines = new ArrayList<>();
                    for (Received<GoodsMoved> received : facts) {
                        Optional<Shipment> shipment = shipment(received.fact());
                        if (shipment.isPresent()) {
                            park(received.fact(), shipment.get(), received.origin());
                        } else {
                            received.fact().lines().forEach(line -> lines.add(line(received, line)));
                        }
                    }
                    List<MovementResult> results =
                            ledger.record(lines.stream().map(Line::movement).toList());
                    for (int row = 0; row < results.size(); row++) {
                        MovementResult result = results.get(row);
                        if (result.result() == Outcome.REJECTED || result.result() == Outcome.CONFLICT) {
                            park(lines.get(row), result);
                        }
                    }
                }));
    }

    private Optional<Shipment> shipment(GoodsMoved goods) {
        return goods.papers().isEmpty()
                ? Optional.empty()
                : shipments.named(goods.papers(), goods.transaction().location()).stream()
                        .findFirst();
    }

    private static Line line(Received<GoodsMoved> received, GoodsLine line) {
        GoodsMoved goods = received.fact();
        String cause = goods.transaction().asText();
        boolean comes = (goods.how() == How.RECEIVED) == (goods.takesBack() == null);
        return new Line(
                goods,
                line,
                new Movement(
                        "pos/" + cause + "/" + line.line(),
                        TillItems.reference(goods.transaction(), line.codes()),
                        goods.transaction().location(),
                        comes ? line.quantity() : line.quantity().negate(),
                        goods.how() == How.RECEIVED ? MovementReason.RECEIVED : MovementReason.TRANSFER_OUT,
                        goods.occurredAt(),
                        cause,
                        goods.receivedAt()),
                received.origin());
    }

    private void park(GoodsMoved goods, Shipment shipment, Origin origin) {
        parked.park(new Parking(
                GOODS_TO_STOCK,
                goods.transaction().asText(),
                "SHIPMENT_KNOWN",
                "The goods belong to the " + (shipment.from() == null ? "purchase receipt " : "transfer ")
                        + shipment.reference() + ", which is known here; nothing was booked. Receive or dispatch them"
                        + " there, or look whether somebody has.",
                goods.transaction().source(),
                null,
                List.of(),
                goods.id(),
                GoodsMoved.class.getSimpleName(),
                json.writeValueAsString(goods),
                origin.correlation()));
    }

    private void park(Line line, MovementResult refused) {
        GoodsMoved goods = line.goods();
        GoodsMoved alone = new GoodsMoved(
                goods.id(),
                goods.transaction(),
                goods.takesBack(),
                goods.document(),
                goods.occurredAt(),
                goods.receivedAt(),
                goods.how(),
                goods.papers(),
                List.of(line.line()));
        parked.park(new Parking(
                GOODS_TO_STOCK,
                refused.id(),
                Objects.requireNonNullElse(refused.code(), refused.result().name()),
                Objects.requireNonNullElse(refused.detail(), ""),
                goods.transaction().source(),
                null,
                items.waitedFor(line.movement().item(), goods.transaction().location(), refused.code()),
                null,
                GoodsMoved.class.getSimpleName(),
                json.writeValueAsString(alone),
                line.origin().correlation()));
    }
}
