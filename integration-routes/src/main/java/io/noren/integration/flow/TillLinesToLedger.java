package io.noren.integration.flow;

import io.noren.integration.broker.FlowQueue;
import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.integration.broker.Received;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.MovementResult;
import io.noren.inventory.MovementResult.Outcome;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StockLedger;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import io.noren.pos.TransactionKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The till's lines in the ledger's words, those of many receipts at once. What the ledger takes and what it refuses commit together: a line it cannot
 * place (an item nobody knows yet) is parked alone, and the rest of the receipt goes on.
 */
@Component
public class TillLinesToLedger {
    private final StockLedger ledger;
    private final TillItems items;
    private final ParkedMessages parked;
    private final Origins origins;
    private final RetriedTransaction transaction;
    private final JsonMapper json;

    TillLinesToLedger(
            StockLedger ledger,
            TillItems items,
            ParkedMessages parked,
            Origins origins,
            RetriedTransaction transaction,
            JsonMapper json) {
        this.ledger = ledger;
        this.items = items;
        this.parked = parked;
        this.origins = origins;
        this.transaction = transaction;
        this.json = json;
    }

    public void sold(List<Received<SaleRecorded>> sales) {
        record(
                FlowQueue.SALE_TO_STOCK,
                sales.stream()
                        .flatMap(received -> lines(received.fact(), received.origin()))
                        .toList());
    }

    public void returned(List<Received<ReturnRecorded>> returns) {
        record(
                FlowQueue.RETURN_TO_STOCK,
                returns.stream()
                        .flatMap(received -> lines(received.fact(), received.origin()))
                        .toList());
    }

    /**
     * A line on its way into the ledger.
     *
     * @param alone makes a fact of this line only, for the case that it has to be parked
     */
    private record TillLine(
            TransactionKey transaction, SoldLine line, Movement movement, Supplier<Object> alone, Origin origin) {}

    private static Stream<TillLine> lines(SaleRecorded sale, Origin origin) {
        return sale.lines().stream()
                .map(line -> new TillLine(
                        sale.transaction(),
                        line,
                        movement(line, sale.transaction(), sale.occurredAt(), sale.receivedAt(), MovementReason.SALE),
                        () -> new SaleRecorded(
                                sale.id(),
                                sale.transaction(),
                                sale.document(),
                                sale.occurredAt(),
                                sale.receivedAt(),
                                sale.currency(),
                                sale.memberCard(),
                                List.of(line)),
                        origin));
    }

    private static Stream<TillLine> lines(ReturnRecorded goods, Origin origin) {
        return goods.lines().stream()
                .map(line -> new TillLine(
                        goods.transaction(),
                        line,
                        movement(
                                line,
                                goods.transaction(),
                                goods.occurredAt(),
                                goods.receivedAt(),
                                MovementReason.RETURN),
                        () -> new ReturnRecorded(
                                goods.id(),
                                goods.transaction(),
                                goods.document(),
                                goods.occurredAt(),
                                goods.receivedAt(),
                                goods.currency(),
                                goods.memberCard(),
                                goods.returnOf(),
                                List.of(line)),
                        origin));
    }

    private static Movement movement(
            SoldLine line, TransactionKey transaction, Instant occurredAt, Instant receivedAt, MovementReason reason) {
        return new Movement(
                "pos/" + transaction.asText() + "/" + line.line(),
                TillItems.reference(transaction, line.codes()),
                transaction.location(),
                reason == MovementReason.SALE ? line.quantity().negate() : line.quantity(),
                reason,
                occurredAt,
                transaction.asText(),
                receivedAt);
    }

    private void record(FlowQueue flow, List<TillLine> lines) {
        Map<String, Origin> causes = new HashMap<>();
        lines.forEach(line -> causes.put(line.transaction().asText(), line.origin()));
        origins.during(
                causes,
                () -> transaction.runWhole(() -> {
                    List<MovementResult> results =
                            ledger.record(lines.stream().map(TillLine::movement).toList());
                    for (int row = 0; row < results.size(); row++) {
                        MovementResult result = results.get(row);
                        if (result.result() == Outcome.REJECTED || result.result() == Outcome.CONFLICT) {
                            park(flow, lines.get(row), result);
                        }
                    }
                }));
    }

    private void park(FlowQueue flow, TillLine line, MovementResult refused) {
        Object lineAlone = line.alone().get();
        parked.park(new Parking(
                flow,
                refused.id(),
                Objects.requireNonNullElse(refused.code(), refused.result().name()),
                Objects.requireNonNullElse(refused.detail(), ""),
                line.transaction().source(),
                null,
                items.waitedFor(line.movement().item(), line.movement().location(), refused.code()),
                null,
                lineAlone.getClass().getSimpleName(),
                json.writeValueAsString(lineAlone),
                line.origin().correlation()));
    }
}
