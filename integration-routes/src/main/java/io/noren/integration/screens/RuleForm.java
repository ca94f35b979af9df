package io.noren.integration.screens;

import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.availability.AvailabilityRule;
import io.noren.inventory.availability.AvailabilityRule.Buffer;
import io.noren.inventory.availability.AvailabilityRule.Scope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is typed; what is empty says nothing.
 *
 * @param version the version that was read; 0 for a new rule
 * @param bufferIn {@code quantity} or {@code percent}
 * @param pickup {@code yes}, {@code no} or empty
 * @param ship the same
 */
record RuleForm(
        String id,
        long version,
        @Nullable String channel,
        @Nullable String group,
        @Nullable String category,
        @Nullable String sku,
        @Nullable String safetyStock,
        @Nullable String buffer,
        @Nullable String bufferIn,
        @Nullable String threshold,
        @Nullable String pickup,
        @Nullable String ship) {

    private static final String PERCENT = "percent";

    static RuleForm empty(String id) {
        return new RuleForm(id, 0, null, null, null, null, null, null, "quantity", null, null, null);
    }

    static RuleForm of(AvailabilityRule rule, long version) {
        Buffer buffer = rule.buffer();
        BigDecimal share = buffer == null ? null : buffer.share();
        return new RuleForm(
                rule.id(),
                version,
                rule.scope().channel(),
                rule.scope().locationGroup(),
                rule.scope().category(),
                rule.scope().sku(),
                typed(rule.safetyStock()),
                share == null
                        ? typed(buffer == null ? null : buffer.quantity())
                        : typed(Quantities.plain(share.movePointRight(2))),
                share == null ? "quantity" : PERCENT,
                typed(rule.threshold()),
                said(rule.pickup()),
                said(rule.ship()));
    }

    /**
     * The rule that is meant.
     *
     * @param present the rule that is replaced, whose words on silent stores this form does not show, or null
     * @throws Refusal {@code NO_QUANTITY} with the field
     */
    AvailabilityRule toRule(@Nullable AvailabilityRule present) {
        BigDecimal kept = quantity(buffer, "buffer");
        return new AvailabilityRule(
                id,
                new Scope(given(channel), given(group), given(category), given(sku)),
                quantity(safetyStock, "safetyStock"),
                kept == null
                        ? null
                        : PERCENT.equals(bufferIn)
                                ? new Buffer(null, kept.divide(BigDecimal.valueOf(100), 6, RoundingMode.UNNECESSARY))
                                : new Buffer(kept, null),
                quantity(threshold, "threshold"),
                allowed(pickup),
                allowed(ship),
                present == null ? null : present.staleFeed());
    }

    private static @Nullable String given(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    private static @Nullable BigDecimal quantity(@Nullable String typed, String field) {
        String text = given(typed);
        if (text == null) {
            return null;
        }
        BigDecimal quantity = ShelfReports.quantity(text);
        if (quantity.scale() > 3) {
            throw new Refusal("TOO_MANY_DECIMALS", "At most 3 decimals.", field, Map.of());
        }
        return quantity;
    }

    private static @Nullable Boolean allowed(@Nullable String said) {
        return given(said) == null ? null : Boolean.valueOf("yes".equals(said));
    }

    private static @Nullable String said(@Nullable Boolean allowed) {
        if (allowed == null) {
            return null;
        }
        return allowed ? "yes" : "no";
    }

    private static @Nullable String typed(@Nullable BigDecimal quantity) {
        return quantity == null ? null : quantity.toPlainString();
    }
}
