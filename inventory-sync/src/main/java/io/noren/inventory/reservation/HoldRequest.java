package io.noren.inventory.reservation;

import io.noren.inventory.Promise;
import io.noren.inventory.QuantityName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone wants goods kept.
 *
 * @param owner whose they are to be, e.g. a basket; with a line it names one promise, however often it is asked for
 * @param expiresIn from now; at most {@link Reservations#LONGEST_HOLD}; null when the goods are promised to an order, and
 *     stay so until that is resolved
 * @param allowPartial whether to keep what there is when not all of it is
 */
public record HoldRequest(
        String owner,
        String channel,
        List<Line> lines,
        @Nullable Duration expiresIn,
        boolean allowPartial) {

    public HoldRequest {
        lines = List.copyOf(lines);
    }

    /** All of it, and without an end: promised to an order. */
    public static HoldRequest forOrder(String owner, String channel, List<Line> lines) {
        return new HoldRequest(owner, channel, lines, null, false);
    }

    /** Where the promise will stand in the books. */
    QuantityName keptAs() {
        return expiresIn == null ? QuantityName.COMMITTED : QuantityName.RESERVED;
    }

    public record Line(String line, String sku, String location, BigDecimal quantity) {

        Promise promise() {
            return new Promise(sku, location, quantity);
        }

        boolean says(Reservation.Line other) {
            return line.equals(other.line())
                    && sku.equals(other.sku())
                    && location.equals(other.location())
                    && quantity.compareTo(other.quantity()) == 0;
        }
    }
}
