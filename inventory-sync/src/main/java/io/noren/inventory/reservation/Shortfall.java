package io.noren.inventory.reservation;

import java.math.BigDecimal;
import java.util.List;

/**
 * A line that there is not enough for.
 *
 * @param available at the line's own location
 * @param otherLocations those that could serve the whole line, the best stocked first
 */
public record Shortfall(
        String line,
        String sku,
        String location,
        BigDecimal requested,
        BigDecimal available,
        List<OtherLocation> otherLocations) {

    public record OtherLocation(String location, BigDecimal available) {}
}
