package io.noren.inventory.availability;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a channel may promise, and of what it is made. */
public record AvailabilityAnswer(Instant asOf, String channel, List<OfItem> items) {

    /**
     * {@code available = max(0, promisable - threshold - unroutedDemand)}.
     *
     * @param available what this channel may promise over these locations
     * @param promisable the sum over those of them that the channel sells from
     * @param threshold kept from this channel
     * @param unroutedDemand ordered already, from a location that is not chosen yet
     */
    public record OfItem(
            String sku,
            BigDecimal available,
            BigDecimal promisable,
            BigDecimal threshold,
            BigDecimal unroutedDemand,
            List<AtLocation> locations) {}

    /**
     * {@code onHand = available + reserved + committed + unavailable - missing}.
     *
     * @param onHand the sum of all movements; negative when a till sold what the books did not have
     * @param reserved promised by holds that have not ended
     * @param committed promised to orders
     * @param unavailable on hand but not for sale
     * @param unavailableParts what that is made of; absent when it is nothing
     * @param missing promised or set aside although it is not there; absent when it is nothing
     * @param incoming on its way here, not on hand, and no part of what may be promised
     * @param incomingParts when that is expected, the earliest first, at most 10 dates; absent when it is nothing
     * @param available {@code max(0, …)} of the rest, for every channel
     * @param buffer kept from this channel here
     * @param promisable what this location adds to what the channel may promise
     * @param pickup whether the rules let it be handed over here
     * @param ship whether the rules let it be sent from here
     * @param degraded why this says less than it could; absent when it does not
     * @param version the last change's sequence; 0 when there never was one
     * @param feedAge how old the location's last word is; null when it never sent one
     */
    public record AtLocation(
            String location,
            BigDecimal onHand,
            BigDecimal reserved,
            BigDecimal committed,
            BigDecimal unavailable,
            @JsonInclude(NON_NULL) @Nullable Unavailable unavailableParts,
            @JsonInclude(NON_NULL) @Nullable BigDecimal missing,
            BigDecimal incoming,
            @JsonInclude(NON_NULL) @Nullable List<Incoming> incomingParts,
            BigDecimal available,
            BigDecimal buffer,
            BigDecimal promisable,
            boolean pickup,
            boolean ship,
            @JsonInclude(NON_NULL) @Nullable Degraded degraded,
            long version,
            Instant asOf,
            @Nullable Duration feedAge) {}

    /** @param expectedAt null when nobody has said */
    public record Incoming(BigDecimal quantity, @Nullable Instant expectedAt) {}

    /**
     * @param notFound what somebody looked for on the shelf in vain; until it is counted or found, all that is left
     * @param safetyStock kept by rule, as far as there is any
     */
    public record Unavailable(
            BigDecimal damaged,
            BigDecimal qualityControl,
            BigDecimal display,
            BigDecimal notFound,
            BigDecimal safetyStock) {}

    /**
     * @param reason {@code FEED_TOO_OLD}, {@code FEED_NEVER_HEARD}
     * @param limit how old the location's last word may be
     * @param effects what was done about it: {@code LARGER_BUFFER}, {@code BANDED}, {@code PICKUP_OFF}; may be empty
     */
    public record Degraded(String reason, Duration limit, List<String> effects) {}
}
