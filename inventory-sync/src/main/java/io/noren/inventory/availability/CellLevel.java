package io.noren.inventory.availability;

import io.noren.inventory.availability.AvailabilityAnswer.Incoming;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one item at one location, as the database had them.
 *
 * @param reserved held by what had not ended then
 * @param incoming on its way here
 * @param expected when it is expected, the earliest first
 * @param sequence of the last change
 * @param nextEnd when the next hold ends, and these numbers with it
 */
record CellLevel(
        String location,
        BigDecimal onHand,
        BigDecimal reserved,
        BigDecimal committed,
        BigDecimal damaged,
        BigDecimal qualityControl,
        BigDecimal display,
        BigDecimal incoming,
        List<Incoming> expected,
        long sequence,
        @Nullable Instant nextEnd) {

    static CellLevel nothing(String location) {
        BigDecimal zero = BigDecimal.ZERO;
        return new CellLevel(location, zero, zero, zero, zero, zero, zero, zero, List.of(), 0, null);
    }
}
