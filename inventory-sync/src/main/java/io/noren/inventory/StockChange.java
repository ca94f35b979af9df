package io.noren.inventory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One entry of the change feed: since this change the level is this.
 *
 * @param sequence rises by one per SKU and location
 * @param incoming on its way here, not on hand
 * @param cause the movement's reason
 */
public record StockChange(
        @JsonIgnore FeedCursor place,
        String sku,
        String location,
        long sequence,
        BigDecimal onHand,
        BigDecimal reserved,
        BigDecimal committed,
        BigDecimal unavailable,
        BigDecimal incoming,
        BigDecimal available,
        String cause,
        Instant occurredAt,
        Instant recordedAt) {

    /** Where to go on after this one. */
    @JsonProperty
    public String cursor() {
        return place.toString();
    }
}
