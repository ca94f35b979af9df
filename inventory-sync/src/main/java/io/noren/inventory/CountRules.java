package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a reported count is not taken. The first rule that objects, in this order, gives the answer. */
final class CountRules {

    /** A scanner's clock may be a little ahead. What occurs until the counted time is taken to be in the count. */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    /** Older ones say nothing of today; the movements that followed may have left the ledger for the archive. */
    static final Duration OLDEST = Duration.ofDays(60);

    private CountRules() {}

    static Optional<CountResult> objection(
            StockCount count, @Nullable KnownItem item, boolean locationKnown, Instant now) {
        return Stream.of(
                        rule(
                                count.id().isBlank()
                                        || count.id().length() > 200
                                        || count.id().indexOf('\0') >= 0,
                                "BAD_ID",
                                "A count's id has 1 to 200 characters."),
                        rule(
                                count.counted().signum() < 0 || isNegative(count.expected()),
                                "NEGATIVE_COUNT",
                                "Nobody counts fewer than none: send what lies there."),
                        rule(
                                Quantities.isAbsurd(count.counted()) || isAbsurd(count.expected()),
                                "ABSURD_QUANTITY",
                                "More than 1,000,000 on one shelf is not believed."),
                        rule(
                                Quantities.hasTooManyDecimals(count.counted()) || hasTooManyDecimals(count.expected()),
                                "TOO_MANY_DECIMALS",
                                "Quantities have at most 3 decimals."),
                        rule(
                                count.countedAt().isAfter(now.plus(CLOCK_TOLERANCE)),
                                "COUNTED_IN_FUTURE",
                                "It was counted more than a minute from now: check the sender's clock."),
                        rule(
                                count.countedAt().isBefore(now.minus(OLDEST)),
                                "COUNTED_TOO_LONG_AGO",
                                "It was counted more than 60 days ago: count again."),
                        rule(!locationKnown, "UNKNOWN_LOCATION", "Create the location first."),
                        rule(
                                item == null,
                                "UNKNOWN_ITEM",
                                "No item answers to " + count.item().asText()
                                        + ": create it or add the code to an item."),
                        rule(
                                item != null && item.isBundle(),
                                MovementRules.BUNDLE_HAS_NO_STOCK,
                                "A bundle has no stock of its own: count its parts."),
                        rule(
                                item != null && item.countsInPieces() && !Quantities.isWhole(count.counted()),
                                "FRACTION_OF_EACH",
                                "The item is counted in pieces: give a whole number, or change the item's unit."))
                .flatMap(Optional::stream)
                .findFirst()
                .map(broken -> CountResult.rejected(count.id(), broken.code(), broken.detail()));
    }

    private record Broken(String code, String detail) {}

    private static Optional<Broken> rule(boolean broken, String code, String detail) {
        return broken ? Optional.of(new Broken(code, detail)) : Optional.empty();
    }

    private static boolean isNegative(@Nullable BigDecimal quantity) {
        return quantity != null && quantity.signum() < 0;
    }

    private static boolean isAbsurd(@Nullable BigDecimal quantity) {
        return quantity != null && Quantities.isAbsurd(quantity);
    }

    private static boolean hasTooManyDecimals(@Nullable BigDecimal quantity) {
        return quantity != null && Quantities.hasTooManyDecimals(quantity);
    }
}
