package io.noren.inventory.shipment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Promise;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be moved, or says will be delivered.
 *
 * @param reference the caller's own number for it; of a purchase, one for each supplier
 * @param from of a transfer, else null
 * @param supplier of a purchase, else null
 */
public record NewShipment(
        Shipment.Kind kind,
        String reference,
        @Nullable String from,
        @Nullable String supplier,
        String to,
        @Nullable Instant expectedAt,
        List<Line> lines) {

    static final int MOST_LINES = 500;
    static final int LONGEST_REFERENCE = 200;
    static final int LONGEST_LINE = 100;

    public NewShipment {
        expectedAt = expectedAt == null ? null : Sql.micros(expectedAt);
    }

    /** @param expectedAt where it is another time than the whole shipment's */
    public record Line(
            String line,
            String sku,
            BigDecimal quantity,
            @Nullable Instant expectedAt) {

        public Line {
            expectedAt = expectedAt == null ? null : Sql.micros(expectedAt);
        }
    }

    List<Promise> goods() {
        return lines.stream()
                .map(line -> new Promise(line.sku(), to, line.quantity()))
                .toList();
    }

    /** @throws Refusal {@code BAD_REFERENCE}, {@code BAD_SUPPLIER}, {@code BAD_LINES}, {@code SAME_LOCATION} */
    void checkShape() {
        checkText(reference, LONGEST_REFERENCE, "BAD_REFERENCE", "reference");
        if (supplier != null) {
            checkText(supplier, LONGEST_REFERENCE, "BAD_SUPPLIER", "supplier");
        }
        if (to.equals(from)) {
            throw refusal("SAME_LOCATION", "to", "The goods are at " + to + " already.");
        }
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw refusal("BAD_LINES", "lines", "Give 1 to " + MOST_LINES + " lines.");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            checkText(line.line(), LONGEST_LINE, "BAD_LINES", "lines[" + i + "].line");
            if (!names.add(line.line())) {
                throw refusal("BAD_LINES", "lines[" + i + "].line", "Each line has a name of its own.");
            }
            if (line.sku().indexOf('\0') >= 0) {
                throw refusal("UNKNOWN_ITEM", "lines[" + i + "].sku", "There is no item with such a name.");
            }
        }
    }

    static void checkText(String text, int longest, String code, String field) {
        if (text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw refusal(code, field, "Give 1 to " + longest + " characters.");
        }
    }

    static Refusal refusal(String code, String field, String detail) {
        return new Refusal(code, detail, field, Map.of());
    }

    /** Of all that it says. */
    UUID digest() {
        StringBuilder content = new StringBuilder(String.join(
                "\n", kind.name(), reference, String.valueOf(from), String.valueOf(supplier), to, text(expectedAt)));
        for (Line line : lines) {
            content.append('\n')
                    .append(String.join(
                            "\n",
                            line.line(),
                            line.sku(),
                            Quantities.plain(line.quantity()).toPlainString(),
                            text(line.expectedAt())));
        }
        return UUID.nameUUIDFromBytes(content.toString().getBytes(UTF_8));
    }

    private static String text(@Nullable Instant instant) {
        return instant == null ? "" : instant.toString();
    }
}
