package io.noren.loyalty;

import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.points.*}. What purchases earn and how long it lasts is set here for the first {@link PointsRules}
 * only.
 *
 * @param zone of the programme: points lapse at its midnight
 * @param pendingFor how long points wait after they are earned until they can be spent
 * @param expireAfter how long points last after they are earned, {@code P1Y} or {@code P18M}; for ever unless set
 * @param givenBackLastFor how long points that come back with goods last at least
 * @param reservedFor how long points are reserved that nobody captures or releases
 */
@ConfigurationProperties("noren.loyalty.points")
record PointsSettings(
        @DefaultValue("Asia/Tokyo") ZoneId zone,
        @DefaultValue("PT0S") Duration pendingFor,
        @Nullable Period expireAfter,
        @DefaultValue("P30D") Period givenBackLastFor,
        @DefaultValue("PT30M") Duration reservedFor) {
    PointsSettings {
        if (pendingFor.isNegative()) {
            throw new IllegalArgumentException("noren.loyalty.points.pending-for must not be below 0");
        }
        if (reservedFor.isNegative() || reservedFor.isZero()) {
            throw new IllegalArgumentException("noren.loyalty.points.reserved-for must be above 0");
        }
        if (givenBackLastFor.isNegative() || (expireAfter != null && expireAfter.isNegative())) {
            throw new IllegalArgumentException("noren.loyalty.points: a time that points last must not be below 0");
        }
    }
}
