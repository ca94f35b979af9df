package io.noren.inventory.availability;

import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.availability.AvailabilityRule.Buffer;
import io.noren.inventory.availability.AvailabilityRule.Scope;
import io.noren.inventory.availability.AvailabilityRule.StaleFeed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule must be before it is stored, and the one form in which it is stored. */
final class RuleChecks {

    static final int MOST_BANDS = 20;

    private static final int SHARE_DECIMALS = 4;
    private static final Duration LONGEST_SILENCE = Duration.ofDays(365);

    private RuleChecks() {}

    static AvailabilityRule checked(AvailabilityRule rule) {
        SellingIds.check(rule.id());
        checkScope(rule);
        AvailabilityRule stored = new AvailabilityRule(
                rule.id(),
                rule.scope(),
                quantity(rule.safetyStock(), "safetyStock"),
                buffer(rule.buffer(), "buffer"),
                quantity(rule.threshold(), "threshold"),
                rule.pickup(),
                rule.ship(),
                staleFeed(rule.staleFeed()));
        if (stored.safetyStock() == null
                && stored.buffer() == null
                && stored.threshold() == null
                && stored.pickup() == null
                && stored.ship() == null
                && stored.staleFeed() == null) {
            throw new Refusal("EMPTY_RULE", "The rule says nothing: give it a property, or delete it.");
        }
        return stored;
    }

    private static void checkScope(AvailabilityRule rule) {
        Scope scope = rule.scope();
        if (scope.category() != null && scope.sku() != null) {
            throw SellingIds.refusal("BAD_SCOPE", "scope", "Name an item or a category: an item has its category.");
        }
        if (scope.category() != null
                && (scope.category().isBlank() || scope.category().indexOf('\0') >= 0)) {
            throw SellingIds.refusal("BAD_SCOPE", "scope.category", "Name a category, or leave it out for all.");
        }
        if (rule.threshold() != null && scope.locationGroup() != null) {
            throw SellingIds.refusal(
                    "BAD_SCOPE",
                    "threshold",
                    "A threshold is kept once over all of a channel's locations: a rule for a group cannot have one.");
        }
    }

    private static @Nullable BigDecimal quantity(@Nullable BigDecimal quantity, String field) {
        if (quantity == null) {
            return null;
        }
        if (quantity.signum() < 0 || Quantities.isAbsurd(quantity)) {
            throw SellingIds.refusal("ABSURD_QUANTITY", field, "Give 0 to 1,000,000.");
        }
        if (Quantities.hasTooManyDecimals(quantity)) {
            throw SellingIds.refusal("TOO_MANY_DECIMALS", field, "Quantities have at most 3 decimals.");
        }
        return Quantities.plain(quantity);
    }

    private static @Nullable Buffer buffer(@Nullable Buffer buffer, String field) {
        if (buffer == null) {
            return null;
        }
        BigDecimal share = buffer.share();
        if ((buffer.quantity() == null) == (share == null)) {
            throw SellingIds.refusal("BAD_BUFFER", field, "A buffer is a quantity or a share, one of the two.");
        }
        if (share == null) {
            return new Buffer(quantity(buffer.quantity(), field + ".quantity"), null);
        }
        if (share.signum() < 0
                || Quantities.isAbsurd(share)
                || share.compareTo(BigDecimal.ONE) > 0
                || share.stripTrailingZeros().scale() > SHARE_DECIMALS) {
            throw SellingIds.refusal("BAD_SHARE", field + ".share", "A share is 0 to 1 with at most 4 decimals.");
        }
        return new Buffer(null, Quantities.plain(share));
    }

    private static @Nullable StaleFeed staleFeed(@Nullable StaleFeed stale) {
        if (stale == null) {
            return null;
        }
        Duration after = stale.after();
        if (after != null && (after.toSeconds() < 1 || after.compareTo(LONGEST_SILENCE) > 0)) {
            throw SellingIds.refusal("BAD_DURATION", "staleFeed.after", "Give PT1S to P365D, e.g. PT15M.");
        }
        StaleFeed stored = new StaleFeed(
                after == null ? null : Duration.ofSeconds(after.toSeconds()),
                buffer(stale.buffer(), "staleFeed.buffer"),
                bands(stale.bands()),
                stale.pickup());
        return stored.after() == null && stored.buffer() == null && stored.bands() == null && stored.pickup() == null
                ? null
                : stored;
    }

    private static @Nullable List<BigDecimal> bands(@Nullable List<BigDecimal> bands) {
        if (bands == null) {
            return null;
        }
        if (bands.isEmpty() || bands.size() > MOST_BANDS) {
            throw SellingIds.refusal("BAD_BANDS", "staleFeed.bands", "Give 1 to " + MOST_BANDS + " quantities.");
        }
        return bands.stream()
                .map(band -> {
                    BigDecimal quantity = quantity(band, "staleFeed.bands");
                    if (quantity == null) {
                        throw SellingIds.refusal("BAD_BANDS", "staleFeed.bands", "A band is a quantity.");
                    }
                    return quantity;
                })
                .distinct()
                .sorted()
                .toList();
    }
}
