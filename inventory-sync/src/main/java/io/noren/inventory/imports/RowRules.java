package io.noren.inventory.imports;

import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StagedCounts;
import io.noren.inventory.StagedMovements;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.StockCount;
import io.noren.inventory.imports.RawRow.Column;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what stands in the file into what it says, or says why that row means nothing. The first objection counts. */
final class RowRules {

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_NUMBER = 32;

    /** What a spreadsheet takes for a formula, in both widths; as text it is an attack or an accident. */
    private static final String FORMULA = "=+-@＝＋－＠";

    /** For rules that want one where the row's place will do. */
    private static final String ANY_ID = "-";

    private final StagedMovements movements;
    private final StagedCounts counts;
    private final StockImport of;
    private final Instant now;
    private String lastInstant = "";
    private Instant lastParsed = Instant.EPOCH;

    RowRules(StagedMovements movements, StagedCounts counts, StockImport of, Instant now) {
        this.movements = movements;
        this.counts = counts;
        this.of = of;
        this.now = now;
    }

    /** Either the row, or why not. */
    record Judged(@Nullable Row row, @Nullable Rejected rejected) {}

    Judged judge(RawRow raw) {
        try {
            RawRow.Problem problem = raw.problem();
            if (problem != null) {
                throw new Objection(problem.code(), problem.field(), problem.detail());
            }
            return new Judged(row(raw), null);
        } catch (Objection objection) {
            return new Judged(
                    null,
                    new Rejected(raw.line(), objection.code, objection.field, String.valueOf(objection.getMessage())));
        }
    }

    private Row row(RawRow raw) {
        Row row = of.mode() == StockImport.Mode.MOVEMENTS ? movement(raw) : count(raw);
        if (!of.mayTellOf(row.location())) {
            throw new Objection(
                    "LOCATION_FORBIDDEN",
                    Column.LOCATION.title(),
                    "The key that sent this file is not for location " + row.location() + ".");
        }
        return row;
    }

    private Row movement(RawRow raw) {
        String key = text(raw, Column.ID).orElse(null);
        String sku = required(raw, Column.SKU);
        Movement said = new Movement(
                key == null ? ANY_ID : key,
                ItemReference.sku(sku),
                required(raw, Column.LOCATION),
                number(raw, Column.DELTA),
                reason(required(raw, Column.REASON)),
                at(raw, Column.OCCURRED_AT, key),
                text(raw, Column.DOCUMENT).orElse(null),
                of.receivedAt());
        movements.objection(said, now).ifPresent(why -> {
            throw new Objection(why.code(), null, why.detail());
        });
        return new Row(
                raw.line(),
                key,
                key == null ? null : StagedMovements.digest(said, sku),
                sku,
                said.location(),
                said.delta(),
                said.reason().name(),
                said.document(),
                said.occurredAt());
    }

    private Row count(RawRow raw) {
        String key = text(raw, Column.ID).orElse(null);
        String sku = required(raw, Column.SKU);
        StockCount said = new StockCount(
                key == null ? ANY_ID : key,
                ItemReference.sku(sku),
                required(raw, Column.LOCATION),
                number(raw, Column.COUNTED),
                at(raw, Column.COUNTED_AT, key),
                null);
        counts.objection(said, now).ifPresent(why -> {
            throw new Objection(why.code(), null, why.detail());
        });
        return new Row(
                raw.line(),
                key,
                StagedCounts.digest(said, sku),
                sku,
                said.location(),
                said.counted(),
                MovementReason.CYCLE_COUNT.name(),
                null,
                said.countedAt());
    }

    /** When it was; a file that does not say speaks of the moment in which it was sent. */
    private Instant at(RawRow raw, Column column, @Nullable String key) {
        Instant at = instant(raw, column);
        if (at == null && key != null) {
            throw missing(column, "A row with an id says when it was, so that the same id always means the same.");
        }
        return at == null ? of.receivedAt() : at;
    }

    private static String required(RawRow raw, Column column) {
        return text(raw, column).orElseThrow(() -> missing(column, "'" + column.title() + "' is missing."));
    }

    private static Objection missing(Column column, String detail) {
        return new Objection("MISSING_FIELD", column.title(), detail);
    }

    private static Optional<String> text(RawRow raw, Column column) {
        String cell = raw.cells().get(column);
        if (cell == null) {
            return Optional.empty();
        }
        if (FORMULA.indexOf(cell.charAt(0)) >= 0) {
            throw new Objection(
                    "SPREADSHEET_FORMULA",
                    column.title(),
                    "A text that begins with = + - or @ is a formula to a spreadsheet: write it without.");
        }
        if (cell.length() > LONGEST_TEXT) {
            throw new Objection(
                    "TEXT_TOO_LONG", column.title(), "A text has at most " + LONGEST_TEXT + " characters here.");
        }
        if (cell.chars().anyMatch(Character::isISOControl)) {
            throw new Objection(
                    "CONTROL_CHARACTER",
                    column.title(),
                    "The cell has a line break or another control character: is a quote missing?");
        }
        return Optional.of(cell);
    }

    private static BigDecimal number(RawRow raw, Column column) {
        String cell = raw.cells().get(column);
        if (cell == null) {
            throw missing(column, "'" + column.title() + "' is missing.");
        }
        try {
            if (cell.length() <= LONGEST_NUMBER) {
                return new BigDecimal(cell);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw cell.charAt(0) == '='
                ? new Objection("SPREADSHEET_FORMULA", column.title(), "Write the number, not how to work it out.")
                : new Objection(
                        "BAD_NUMBER",
                        column.title(),
                        "This is no number: write 12 or -3.5, without separators for thousands.");
    }

    private static MovementReason reason(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(MovementReason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Objection(
                        "UNKNOWN_REASON",
                        Column.REASON.title(),
                        "No such reason: one of " + List.of(MovementReason.values()) + "."));
    }

    private @Nullable Instant instant(RawRow raw, Column column) {
        String cell = raw.cells().get(column);
        if (cell == null) {
            return null;
        }
        if (!cell.equals(lastInstant)) {
            try {
                lastParsed = Instant.parse(cell);
                lastInstant = cell;
            } catch (DateTimeParseException e) {
                throw new Objection("BAD_INSTANT", column.title(), "This is no instant: write 2026-11-22T10:15:30Z.");
            }
        }
        return lastParsed;
    }

    private static final class Objection extends RuntimeException {
        private final String code;
        private final @Nullable String field;

        Objection(@Nullable String code, @Nullable String field, @Nullable String detail) {
            super(detail, null, false, false); // thrown for every bad row of a million: no stack
            this.code = String.valueOf(code);
            this.field = field;
        }
    }
}
