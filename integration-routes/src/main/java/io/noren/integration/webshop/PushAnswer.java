package io.noren.integration.webshop;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What became of one number.
 *
 * @param written what was written into the shop; null when it was not
 * @param reason why the shop did not take it, in its own words; null when it did
 */
public record PushAnswer(
        StockTarget target,
        @Nullable BigDecimal written,
        @Nullable String reason) {

    public static PushAnswer told(StockTarget target, BigDecimal written) {
        return new PushAnswer(target, written, null);
    }

    /** Only this one is at fault; the others of its batch were taken. */
    public static PushAnswer refused(StockTarget target, String reason) {
        return new PushAnswer(target, null, reason);
    }
}
