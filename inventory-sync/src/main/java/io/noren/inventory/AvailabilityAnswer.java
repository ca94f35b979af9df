package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a channel may promise, and of what it is made. */
public record AvailabilityAnswer(Instant asOf, String channel, List<OfItem> items) {

    /** @param available what this channel may promise over all these locations */
    public record OfItem(String sku, BigDecimal available, List<AtLocation> locations) {}

    /**
     * @param onHand the sum of all movements; negative when a till sold what the books did not have
     * @param reserved promised by holds that have not ended
     * @param committed promised to orders
     * @param unavailable on hand but not for sale: damaged, in quality control, on display
     * @param incoming on its way here, not on hand
     * @param version the last change's sequence; 0 when there never was one
     * @param feedAge how old the location's last word is; null when it never sent one
     */
    public record AtLocation(
            String location,
            BigDecimal onHand,
            BigDecimal reserved,
            BigDecimal committed,
            BigDecimal unavailable,
            BigDecimal incoming,
            BigDecimal available,
            long version,
            Instant asOf,
            @Nullable Duration feedAge) {

        static AtLocation nothing(String location, Instant now) {
            BigDecimal zero = BigDecimal.ZERO;
            return new AtLocation(location, zero, zero, zero, zero, zero, zero, 0, now, null);
        }
    }
}
