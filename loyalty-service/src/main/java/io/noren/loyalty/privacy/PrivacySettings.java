package io.noren.loyalty.privacy;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.privacy.*}
 *
 * @param erasedAlsoAt names of the systems that keep something about members and have to answer when one is forgotten
 * @param receiptsWithin how long they may take to answer; whoever has not answered then is told again, as often as it passes
 * @param lookUpsKeptFor how long it is kept who looked for a member at a till; at least three months, {@code P3M}
 */
@ConfigurationProperties("noren.loyalty.privacy")
record PrivacySettings(
        @DefaultValue List<String> erasedAlsoAt,
        @DefaultValue("P3D") Duration receiptsWithin,
        @DefaultValue("P3Y") Period lookUpsKeptFor) {
    /** Three months have at most 92 days; the database keeps 90. */
    private static final int FEWEST_MONTHS = 3;

    PrivacySettings {
        erasedAlsoAt = List.copyOf(erasedAlsoAt);
        if (receiptsWithin.isNegative() || receiptsWithin.isZero()) {
            throw new IllegalArgumentException("noren.loyalty.privacy.receipts-within must be above 0");
        }
        if (lookUpsKeptFor.toTotalMonths() < FEWEST_MONTHS || lookUpsKeptFor.isNegative()) {
            throw new IllegalArgumentException("noren.loyalty.privacy.look-ups-kept-for must be P3M or longer");
        }
    }
}
