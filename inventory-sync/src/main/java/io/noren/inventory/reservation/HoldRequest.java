package io.noren.inventory.reservation;

import io.noren.inventory.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * Someone wants goods kept.
 *
 * @param owner whose they are to be, e.g. a basket; with a line it names one promise, however often it is asked for
 * @param expiresIn from now; at most {@link Reservations#LONGEST_HOLD}
 * @param allowPartial whether to keep what there is when not all of it is
 */
public record HoldRequest(String owner, String channel, List<Line> lines, Duration expiresIn, boolean allowPartial) {

    public HoldRequest {
        lines = List.copyOf(lines);
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
