package io.noren.inventory.availability;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one item at one location, as the database had them.
 *
 * @param reserved held by what had not ended then
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
        long sequence,
        @Nullable Instant nextEnd) {

    static CellLevel nothing(String location) {
        BigDecimal zero = BigDecimal.ZERO;
        return new CellLevel(location, zero, zero, zero, zero, zero, zero, 0, null);
    }
}
