package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.COUNT_TO_STOCK;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.inventory.CountResult;
import io.noren.inventory.CountResult.Outcome;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.WithdrawnCounts;
import io.noren.pos.CountTakenBack;
import io.noren.pos.GoodsLine;
import io.noren.pos.StockCounted;
import io.noren.pos.TransactionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was counted is what is on hand as of then, and a count that was told in error never counts, whichever of the two
 * comes first. What the guard does not believe waits among the held counts.
 */
@Component
public class CountToStock extends RouteBuilder {
    private final JsonMapper json;
    private final StockCounts counts;
    private final WithdrawnCounts withdrawn;
    private final TillItems items;
    private final ParkedMessages parked;
    private final Origins origins;
    private final RetriedTransaction transaction;

    CountToStock(
            JsonMapper json,
            StockCounts counts,
            WithdrawnCounts withdrawn,
            TillItems items,
            ParkedMessages parked,
            Origins origins,
            RetriedTransaction transaction) {
        this.json = json;
        this.counts = counts;
        this.withdrawn = withdrawn;
        this.items = items;
        this.parked = parked;
        this.origins = origins;
        this.transaction = transaction;
    }

    @Override
    public void configure() {
        from(COUNT_TO_STOCK.uri())
                .routeId(COUNT_TO_STOCK.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, COUNT_TO_STOCK))
                .bean(this, "record");
    }

    /**
     * One line of a count.
     *
     * @param by the transaction that tells it, or takes it back
     * @param alone makes a fact of lines of it, for the case that they have to be parked
     */
    private record Line(
            TransactionKey by,
            GoodsLine line,
            StockCount count,
            Function<List<GoodsLine>, Object> alone,
            Origin origin) {}

    public void record(List<Received<?>> facts) {
        List<Line> told = new ArrayList<>();
        List<Line> takenBack = new ArrayList<>();
        Map<String, Origin> causes = new HashMap<>();
        for (Received<?> received : facts) {
            if (received.fact() instanceof StockCounted counted) {
                causes.put(counted.transaction().asText(), received.origin());
                counted.lines().forEach(line -> told.add(line(counted, line, received.origin())));
            } else {
                CountTakenBack back = (CountTakenBack) received.fact();
                causes.put(back.transaction().asText(), received.origin());
                back.lines().forEach(line -> takenBack.add(line(back, line, received.origin())));
            }
        }
        origins.during(
                causes,
                () -> transaction.runWhole(() -> {
                    parkRefused(
                            told, counts.record(told.stream().map(Line::count).toList()));
                    parkRefused(
                            takenBack,
                            withdrawn.withdraw(
                                    takenBack.stream().map(Line::count).toList()));
                }));
    }

    private static Line line(StockCounted counted, GoodsLine line, Origin origin) {
        return new Line(
                counted.transaction(),
                line,
                count(counted.transaction(), line, counted.countedAt()),
                lines -> new StockCounted(
                        counted.id(),
                        counted.transaction(),
                        counted.document(),
                        counted.countedAt(),
                        counted.receivedAt(),
                        lines),
                origin);
    }

    private static Line line(CountTakenBack back, GoodsLine line, Origin origin) {
        return new Line(
                back.transaction(),
                line,
                count(back.count(), line, back.countedAt()),
                lines -> new CountTakenBack(
                        back.id(),
                        back.transaction(),
                        back.count(),
                        back.document(),
                        back.countedAt(),
                        back.receivedAt(),
                        lines),
                origin);
    }

    private static StockCount count(TransactionKey told, GoodsLine line, Instant countedAt) {
        return new StockCount(
                "pos/" + told.asText() + "/" + line.line(),
                TillItems.reference(told, line.codes()),
                told.location(),
                line.quantity(),
                countedAt,
                null);
    }

    private void parkRefused(List<Line> lines, List<CountResult> results) {
        for (int row = 0; row < results.size(); row++) {
            CountResult result = results.get(row);
            if (result.result() == Outcome.REJECTED || result.result() == Outcome.CONFLICT) {
                park(lines.get(row), result);
            }
        }
    }

    private void park(Line line, CountResult refused) {
        Object alone = line.alone().apply(List.of(line.line()));
        parked.park(new Parking(
                COUNT_TO_STOCK,
                "pos/" + line.by().asText() + "/" + line.line().line(),
                Objects.requireNonNullElse(refused.code(), refused.result().name()),
                Objects.requireNonNullElse(refused.detail(), ""),
                line.by().source(),
                null,
                items.waitedFor(line.count().item(), line.by().location(), refused.code()),
                null,
                alone.getClass().getSimpleName(),
                json.writeValueAsString(alone),
                line.origin().correlation()));
    }
}
