package io.noren.integration.flow;

import io.noren.integration.broker.FlowQueue;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.MovementResult;
import io.noren.inventory.MovementResult.Outcome;
import io.noren.inventory.StockLedger;
import io.noren.pos.ItemCode;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import io.noren.pos.TransactionKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The till's lines in the ledger's words. What the ledger takes and what it refuses commit together: a line it cannot
 * place (an item nobody knows yet) is parked alone, and the rest of the receipt goes on.
 */
@Component
public class TillLinesToLedger {
    private final StockLedger ledger;
    private final ParkedMessages parked;
    private final JsonMapper json;

    TillLinesToLedger(StockLedger ledger, ParkedMessages parked, JsonMapper json) {
        this.ledger = ledger;
        this.parked = parked;
        this.json = json;
    }

    @Transactional
    public void sold(SaleRecorded sale) {
        List<Movement> movements = sale.lines().stream()
                .map(line ->
                        movement(line, sale.transaction(), sale.occurredAt(), sale.receivedAt(), MovementReason.SALE))
                .toList();
        record(
                FlowQueue.SALE_TO_STOCK,
                sale.transaction(),
                sale.lines(),
                movements,
                line -> new SaleRecorded(
                        sale.id(),
                        sale.transaction(),
                        sale.document(),
                        sale.occurredAt(),
                        sale.receivedAt(),
                        sale.currency(),
                        sale.memberCard(),
                        List.of(line)));
    }

    @Transactional
    public void returned(ReturnRecorded goods) {
        List<Movement> movements = goods.lines().stream()
                .map(line -> movement(
                        line, goods.transaction(), goods.occurredAt(), goods.receivedAt(), MovementReason.RETURN))
                .toList();
        record(
                FlowQueue.RETURN_TO_STOCK,
                goods.transaction(),
                goods.lines(),
                movements,
                line -> new ReturnRecorded(
                        goods.id(),
                        goods.transaction(),
                        goods.document(),
                        goods.occurredAt(),
                        goods.receivedAt(),
                        goods.currency(),
                        goods.memberCard(),
                        List.of(line)));
    }

    private static Movement movement(
            SoldLine line, TransactionKey transaction, Instant occurredAt, Instant receivedAt, MovementReason reason) {
        return new Movement(
                "pos/" + transaction.asText() + "/" + line.line(),
                ItemReference.codes(
                        transaction.source(),
                        line.codes().stream().map(TillLinesToLedger::code).toList()),
                transaction.location(),
                reason == MovementReason.SALE ? line.quantity().negate() : line.quantity(),
                reason,
                occurredAt,
                transaction.asText(),
                receivedAt);
    }

    private static Item.Code code(ItemCode code) {
        return new Item.Code(Item.Scheme.valueOf(code.scheme().name()), code.value(), null);
    }

    private void record(
            FlowQueue flow,
            TransactionKey transaction,
            List<SoldLine> lines,
            List<Movement> movements,
            Function<SoldLine, Object> alone) {
        List<MovementResult> results = ledger.record(movements);
        for (int row = 0; row < results.size(); row++) {
            MovementResult result = results.get(row);
            if (result.result() == Outcome.REJECTED || result.result() == Outcome.CONFLICT) {
                park(flow, transaction, lines.get(row), result, alone);
            }
        }
    }

    private void park(
            FlowQueue flow,
            TransactionKey transaction,
            SoldLine line,
            MovementResult refused,
            Function<SoldLine, Object> alone) {
        Object lineAlone = alone.apply(line);
        parked.park(new Parking(
                flow,
                refused.id(),
                Objects.requireNonNullElse(refused.code(), refused.result().name()),
                Objects.requireNonNullElse(refused.detail(), ""),
                transaction.source(),
                null,
                WaitingFor.itemOrLocation(refused.code(), line.codes(), transaction.location()),
                null,
                lineAlone.getClass().getSimpleName(),
                json.writeValueAsString(lineAlone),
                MDC.get("correlation")));
    }
}
