package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes cells add up again that somebody edited behind the ledger's back. The ledger tells all of it: one movement says
 * how far the level was found from the books, the next brings it to where it belongs. Nothing is changed silently.
 *
 * <p>A level belongs to what its movements sum up to, a promise to what the open reservations do, what is incoming to
 * what is left of the open shipments.
 */
@Component
public class StockRepair {

    private final JdbcClient jdbc;
    private final RetriedTransaction transaction;
    private final StockAudit audit;
    private final StockLevels levels;
    private final Clock clock;

    StockRepair(JdbcClient jdbc, RetriedTransaction transaction, StockAudit audit, StockLevels levels, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.levels = levels;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param id stands in the movements' document as {@code repair/<id>}
     * @param left those that need a person, and why
     */
    public record Report(UUID id, List<Repaired> repaired, List<Left> left) {}

    public record Repaired(String sku, String location, int movements) {}

    public record Left(String sku, String location, String code, String detail) {}

    /**
     * Repairs every cell that does not add up now, at most 1,000.
     *
     * @throws Refusal {@code REASON_MISSING}
     */
    public Report repair(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw Refusal.ofField(
                    "REASON_MISSING", "reason", "Say why, in 1 to 500 characters: it stays in the books.");
        }
        // Before the transaction, because it may take a while; within it the suspects are looked at once more.
        List<Cell> suspects = audit.check().differences().stream()
                .map(found -> new Cell(found.sku(), found.location()))
                .limit(StockAudit.MOST_DIFFERENCES)
                .toList();
        return transaction.run(() -> {
            UUID id = UUID.randomUUID();
            Report report = suspects.isEmpty() ? new Report(id, List.of(), List.of()) : repair(id, suspects);
            jdbc.sql("""
                    insert into inventory.stock_repair (id, reason, actor, repaired_at, cells)
                    values (:id, :reason, :actor, :now, :cells)
                    """)
                    .param("id", id)
                    .param("reason", reason.strip())
                    .param("actor", Actor.current())
                    .param("now", time(Sql.micros(clock.instant())))
                    .param("cells", report.repaired().size())
                    .update();
            return report;
        });
    }

    private Report repair(UUID id, List<Cell> suspects) {
        Map<Cell, Level> locked = levels.lock(suspects);
        // Only now: what somebody was changing while we looked is done, and most likely adds up.
        Map<Cell, StockAudit.Difference> wrong = audit.differences(suspects).stream()
                .collect(Collectors.toMap(found -> new Cell(found.sku(), found.location()), Function.identity()));
        List<StockLevels.Step> steps = new ArrayList<>();
        List<Level> changed = new ArrayList<>();
        List<Repaired> repaired = new ArrayList<>();
        List<Left> left = new ArrayList<>();
        for (Cell cell : suspects) {
            StockAudit.Difference difference = wrong.get(cell);
            if (difference == null) {
                continue;
            }
            Level level = Objects.requireNonNull(locked.get(cell)).from(difference.lastMovement());
            List<StockLevels.Step> ofCell = steps(id, level, difference);
            Level after =
                    ofCell.isEmpty() ? level : ofCell.get(ofCell.size() - 1).after();
            Left objection = objection(difference, level, after);
            if (objection != null) {
                left.add(objection);
            }
            if (objection == null || !objection.code().equals("PROMISED_BEYOND_STOCK")) {
                steps.addAll(ofCell);
                changed.add(after);
                repaired.add(new Repaired(cell.sku(), cell.location(), ofCell.size()));
            }
        }
        levels.write(steps, changed);
        return new Report(id, repaired, left);
    }

    private List<StockLevels.Step> steps(UUID id, Level level, StockAudit.Difference difference) {
        Instant now = Sql.micros(clock.instant());
        Writer writer = Writer.here();
        List<StockLevels.Step> steps = new ArrayList<>();
        Map<QuantityName, BigDecimal> books = new EnumMap<>(level.numbers());
        difference.numbers().forEach(wrong -> books.put(wrong.name(), wrong.ledger()));
        Level said = new Level(level.cell(), books, level.sequence(), level.feedTx(), level.counted());
        for (StockAudit.Wrong wrong : difference.numbers()) {
            BigDecimal found = level.number(wrong.name());
            BigDecimal belongs = wrong.reservations() == null ? wrong.ledger() : wrong.reservations();
            for (BigDecimal delta : List.of(found.subtract(wrong.ledger()), belongs.subtract(found))) {
                if (delta.signum() != 0) {
                    LevelChange change = new LevelChange(
                            "repair/" + id,
                            level.cell(),
                            wrong.name(),
                            Quantities.plain(delta),
                            MovementReason.CORRECTION,
                            "repair/" + id,
                            now,
                            now,
                            writer);
                    said = said.after(change);
                    steps.add(new StockLevels.Step(change, said));
                }
            }
        }
        return steps;
    }

    private @Nullable Left objection(StockAudit.Difference difference, Level before, Level after) {
        BigDecimal promised = promised(after);
        if (promised.compareTo(promised(before)) > 0
                && promised.add(after.unavailable())
                                .compareTo(after.number(QuantityName.ON_HAND).add(beyond(after.cell())))
                        > 0) {
            return new Left(
                    difference.sku(),
                    difference.location(),
                    "PROMISED_BEYOND_STOCK",
                    "Its open reservations are more than there is: release some, then repair again.");
        } else if (difference.movements() != difference.lastMovement()
                || Objects.requireNonNullElse(difference.sequence(), 0L) > difference.lastMovement()) {
            return new Left(
                    difference.sku(),
                    difference.location(),
                    "HOLE_IN_SEQUENCE",
                    "Movements are missing from the ledger itself: restore them from a backup.");
        }
        return null;
    }

    /** How much may be promised beyond what is on hand; the database asks the same. */
    private BigDecimal beyond(Cell cell) {
        return jdbc.sql("select inventory.promisable_beyond(:sku, :location)")
                .param("sku", cell.sku())
                .param("location", cell.location())
                .query(BigDecimal.class)
                .single();
    }

    private static BigDecimal promised(Level level) {
        return level.number(QuantityName.RESERVED).add(level.number(QuantityName.COMMITTED));
    }
}
