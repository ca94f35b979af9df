package io.noren.inventory.pickup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody takes back of a collected order.
 *
 * @param key their own number for it; said again under the same key it is the same return
 * @param tillTransaction the till's own return of these goods: then stock and points are left to that
 */
public record NewReturn(
        String key, List<Line> lines, @Nullable String tillTransaction) {
    private static final int LONGEST_KEY = 100;
    private static final int LONGEST_TRANSACTION = 200;

    public NewReturn {
        lines = List.copyOf(lines);
    }

    public record Line(String line, BigDecimal quantity, PickupReturn.Condition condition) {}

    /** @throws Refusal {@code BAD_KEY}, {@code BAD_TRANSACTION}, {@code BAD_LINES} */
    void checkShape() {
        checkText(key, LONGEST_KEY, "BAD_KEY", "key");
        if (tillTransaction != null) {
            checkText(tillTransaction, LONGEST_TRANSACTION, "BAD_TRANSACTION", "tillTransaction");
        }
        if (lines.isEmpty() || lines.size() > PickupRules.MOST_LINES) {
            throw Refusal.ofField("BAD_LINES", "lines", "Give 1 to " + PickupRules.MOST_LINES + " lines.");
        }
        Set<List<String>> named = new HashSet<>();
        for (Line line : lines) {
            if (!named.add(List.of(line.line(), line.condition().name()))) {
                throw Refusal.ofField(
                        "BAD_LINES", "lines", "Name each line once, or once for each condition: " + line.line() + ".");
            }
        }
    }

    private static void checkText(String text, int longest, String code, String field) {
        if (text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw Refusal.ofField(code, field, "Give 1 to " + longest + " characters.");
        }
    }

    /** How much of each line, in whatever condition. */
    Map<String, BigDecimal> quantities() {
        Map<String, BigDecimal> quantities = new TreeMap<>();
        lines.forEach(line -> quantities.merge(line.line(), line.quantity(), BigDecimal::add));
        return quantities;
    }

    /** Of what came back, in whatever order it was said. */
    UUID digest() {
        StringBuilder content = new StringBuilder(String.valueOf(tillTransaction));
        lines.stream()
                .sorted(Comparator.comparing(Line::line).thenComparing(Line::condition))
                .forEach(line -> content.append('\n')
                        .append(line.line())
                        .append('\t')
                        .append(line.condition().name())
                        .append('\t')
                        .append(Quantities.plain(line.quantity()).toPlainString()));
        return UUID.nameUUIDFromBytes(content.toString().getBytes(UTF_8));
    }
}
