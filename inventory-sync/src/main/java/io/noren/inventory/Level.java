package io.noren.inventory;

import static io.noren.inventory.Sql.instant;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cell's numbers while its row is locked.
 *
 * @param feedTx the last change's transaction, in the order of the change feed
 * @param counted the newest count, if there ever was one
 */
record Level(
        Cell cell,
        Map<QuantityName, BigDecimal> numbers,
        long sequence,
        String feedTx,
        @Nullable Counted counted) {

    private static final BigDecimal MOST = new BigDecimal("1000000000");

    Level {
        numbers = Collections.unmodifiableMap(numbers);
    }

    static Level of(ResultSet row) throws SQLException {
        Map<QuantityName, BigDecimal> numbers = new EnumMap<>(QuantityName.class);
        for (QuantityName name : QuantityName.values()) {
            numbers.put(name, row.getBigDecimal(column(name)));
        }
        return new Level(
                new Cell(row.getString("sku"), row.getString("location")),
                numbers,
                row.getLong("sequence"),
                row.getString("feed_tx"),
                Counted.of(row));
    }

    /** When a cell was counted last, and by which count. */
    record Counted(String id, Instant at) {

        static @Nullable Counted of(ResultSet row) throws SQLException {
            String id = row.getString("count_id");
            return id == null ? null : new Counted(id, Objects.requireNonNull(instant(row, "counted_at")));
        }
    }

    /** The column of {@code stock_level} that holds a number. */
    static String column(QuantityName name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    BigDecimal number(QuantityName name) {
        return Objects.requireNonNull(numbers.get(name));
    }

    LevelNumbers said() {
        return new LevelNumbers(
                number(QuantityName.ON_HAND),
                number(QuantityName.RESERVED),
                number(QuantityName.COMMITTED),
                unavailable(),
                number(QuantityName.INCOMING));
    }

    BigDecimal unavailable() {
        return number(QuantityName.DAMAGED)
                .add(number(QuantityName.QUALITY_CONTROL))
                .add(number(QuantityName.DISPLAY));
    }

    BigDecimal promised() {
        return number(QuantityName.RESERVED).add(number(QuantityName.COMMITTED));
    }

    /** What nobody was promised yet and may be sold; below zero where more is promised or set aside than there is. */
    BigDecimal left() {
        return number(QuantityName.ON_HAND).subtract(promised()).subtract(unavailable());
    }

    /** The same, where the ledger is ahead of it. */
    Level from(long lastMovement) {
        return lastMovement <= sequence ? this : new Level(cell, numbers, lastMovement, feedTx, counted);
    }

    Level after(LevelChange change) {
        Map<QuantityName, BigDecimal> moved = new EnumMap<>(numbers);
        moved.merge(change.quantityName(), change.delta(), BigDecimal::add);
        return new Level(cell, moved, sequence + 1, feedTx, counted);
    }

    /**
     * The rows that a change leads to. What occurred before the newest count is in it already: such a change is
     * recorded as it came and taken back at once. Of the two rows the lowering one comes first, so that between them a
     * reader of the feed sees too little for sale, never too much.
     */
    List<LevelChange> rowsOf(LevelChange change) {
        if (counted == null || !hasCounted(change)) {
            return List.of(change);
        }
        LevelChange takenBack = LevelChange.toCount(
                change.key() + "/counted",
                cell,
                change.delta().negate(),
                counted.id(),
                counted.at(),
                change.receivedAt(),
                change.writer());
        return change.delta().signum() < 0 ? List.of(change, takenBack) : List.of(takenBack, change);
    }

    /** Whether the newest count has seen what is only told of now. */
    boolean hasCounted(LevelChange change) {
        return counted != null
                && change.quantityName() == QuantityName.ON_HAND
                && change.countId() == null
                && !change.occurredAt().isAfter(counted.at());
    }

    /** Why a change cannot lead here, if it cannot. */
    Optional<Objection> objectionTo(LevelChange change) {
        BigDecimal after = number(change.quantityName()).add(change.delta());
        if (change.quantityName().isSetAside() && after.signum() < 0) {
            return Optional.of(Objection.NOT_SET_ASIDE);
        }
        return after.abs().compareTo(MOST) > 0 ? Optional.of(Objection.LEVEL_TOO_LARGE) : Optional.empty();
    }

    enum Objection {
        NOT_SET_ASIDE("Not so much was set aside here: put back at most what was."),
        LEVEL_TOO_LARGE("The level would pass 1,000,000,000: no shelf holds that, look for a wrong unit.");

        private final String detail;

        Objection(String detail) {
            this.detail = detail;
        }

        MovementResult of(String id) {
            return MovementResult.rejected(id, name(), detail);
        }
    }
}
