package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Refusal;
import io.noren.inventory.counting.NewCountSession;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A count session as it is typed; what is empty chooses nothing.
 *
 * @param name the session's reference: typed again with the same choice it is the same session
 * @param whole all that ever lay there: the classes A, B and C together
 * @param most near zero: at most so many left
 * @param classes some of A, B and C
 * @param days of whose sales, for the classes
 * @param items SKUs or bar codes, one a line
 */
record CountSessionForm(
        @Nullable String location,
        @Nullable String name,
        @Nullable Boolean blind,
        @Nullable Boolean selfApproval,
        @Nullable Boolean whole,
        @Nullable Boolean notFound,
        @Nullable Boolean oversold,
        @Nullable String most,
        @Nullable List<String> classes,
        @Nullable String days,
        @Nullable String category,
        @Nullable String items) {

    /** The fields by the names that a refusal uses. */
    static final Set<String> FIELDS = Set.of(
            "location", "reference", "select", "select.nearZero", "select.classes", "select.days", "select.skus");

    static CountSessionForm empty(String location, String name) {
        return new CountSessionForm(
                location,
                name,
                true,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                String.valueOf(NewCountSession.USUAL_DAYS),
                null,
                null);
    }

    public boolean has(String cls) {
        return classes != null && classes.contains(cls);
    }

    /**
     * What is meant.
     *
     * @throws Refusal {@code NO_QUANTITY}, {@code UNKNOWN_ITEM} with the field and what was typed
     */
    NewCountSession toSession(TypedItems known) {
        return new NewCountSession(
                Objects.requireNonNullElse(location, ""),
                name == null ? "" : name.strip(),
                Boolean.TRUE.equals(blind),
                Boolean.TRUE.equals(selfApproval),
                Boolean.TRUE.equals(notFound),
                Boolean.TRUE.equals(oversold),
                given(most) == null ? null : ShelfReports.quantity(String.valueOf(most), "select.nearZero"),
                Boolean.TRUE.equals(whole) ? Set.of("A", "B", "C") : Set.copyOf(classes == null ? List.of() : classes),
                lastDays(),
                given(category),
                skus(known));
    }

    private int lastDays() {
        if (given(days) == null) {
            return NewCountSession.USUAL_DAYS;
        }
        BigDecimal typed = ShelfReports.quantity(String.valueOf(days), "select.days");
        if (typed.stripTrailingZeros().scale() > 0) {
            throw Wrong.typed("NO_QUANTITY", "select.days", String.valueOf(days));
        }
        return typed.intValue();
    }

    private List<String> skus(TypedItems known) {
        List<String> skus = new ArrayList<>();
        for (String line : Objects.requireNonNullElse(items, "").lines().toList()) {
            if (!line.isBlank()) {
                skus.add(known.find(line)
                        .map(Item::sku)
                        .orElseThrow(() -> Wrong.typed("UNKNOWN_ITEM", "select.skus", line.strip())));
            }
        }
        return skus;
    }

    private static @Nullable String given(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }
}
