package io.noren.inventory.counting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be counted: everything that at least one of the criteria names.
 *
 * @param reference the caller's own number for it
 * @param blind whether who counts is told what the books say only afterwards
 * @param selfApproval whether who counted may approve it, too
 * @param notFound what somebody looked for in vain
 * @param oversold what was sold though the books had not so many, or had promised it
 * @param nearZero what has at most so many on hand, less than nothing too, but not exactly none; or null
 * @param classes {@code A}, {@code B}, {@code C}: see {@link CountSelection}
 * @param classDays of how many days' sales
 * @param category of items, or null
 */
public record NewCountSession(
        String location,
        String reference,
        boolean blind,
        boolean selfApproval,
        boolean notFound,
        boolean oversold,
        @Nullable BigDecimal nearZero,
        Set<String> classes,
        int classDays,
        @Nullable String category,
        List<String> skus) {

    public static final int USUAL_DAYS = 90;

    static final int MOST_TASKS = 5_000;
    private static final int MOST_DAYS = 366;

    public NewCountSession {
        classes = new TreeSet<>(classes);
        skus = skus.stream().distinct().toList();
    }

    /** @throws Refusal {@code BAD_REFERENCE}, {@code NOTHING_SELECTED}, {@code BAD_SELECTION} */
    void checkShape() {
        if (reference.isBlank() || reference.length() > 200 || reference.indexOf('\0') >= 0) {
            throw refusal("BAD_REFERENCE", "reference", "Give 1 to 200 characters.");
        }
        if (!notFound && !oversold && nearZero == null && classes.isEmpty() && category == null && skus.isEmpty()) {
            throw refusal(
                    "NOTHING_SELECTED",
                    "select",
                    "Say what to count: notFound, oversold, nearZero, classes, category or skus; of several, all is counted.");
        }
        if (nearZero != null && (nearZero.signum() < 0 || nearZero.compareTo(new BigDecimal("1000000")) > 0)) {
            throw refusal("BAD_SELECTION", "select.nearZero", "Give a quantity of 0 to 1,000,000.");
        }
        if (!Set.of("A", "B", "C").containsAll(classes)) {
            throw refusal("BAD_SELECTION", "select.classes", "The classes are A, B and C.");
        }
        if (classDays < 1 || classDays > MOST_DAYS) {
            throw refusal("BAD_SELECTION", "select.days", "Look at the sales of 1 to " + MOST_DAYS + " days.");
        }
        if (skus.size() > MOST_TASKS) {
            throw refusal("TOO_MANY_TASKS", "select.skus", "Count at most " + MOST_TASKS + " items in one session.");
        }
        if ((category != null && category.indexOf('\0') >= 0)
                || skus.stream().anyMatch(sku -> sku.indexOf('\0') >= 0)) {
            throw refusal("BAD_SELECTION", "select", "There is no item or category with such a name.");
        }
    }

    static Refusal refusal(String code, String field, String detail) {
        return new Refusal(code, detail, field, Map.of());
    }

    /** Of all that it says. */
    UUID digest() {
        String content = String.join(
                "\n",
                location,
                reference,
                blind + (selfApproval ? " selfApproval" : ""),
                notFound + (oversold ? " oversold" : ""),
                nearZero == null ? "" : nearZero.stripTrailingZeros().toPlainString(),
                String.join(",", classes),
                String.valueOf(classDays),
                String.valueOf(category),
                String.join("\n", skus));
        return UUID.nameUUIDFromBytes(content.getBytes(UTF_8));
    }
}
