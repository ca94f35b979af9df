package io.noren.inventory.reservation;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;

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

    /** The same, with only those of the other locations that may be told of. */
    public Shortfall offering(Predicate<String> location) {
        return new Shortfall(
                line,
                sku,
                this.location,
                requested,
                available,
                otherLocations.stream()
                        .filter(other -> location.test(other.location()))
                        .toList());
    }

    public record OtherLocation(String location, BigDecimal available) {}
}
