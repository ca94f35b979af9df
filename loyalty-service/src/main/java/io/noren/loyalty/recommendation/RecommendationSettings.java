package io.noren.loyalty.recommendation;

import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.recommendations.*}
 *
 * @param at the time of day after which a night's relations are computed
 * @param zone of that time
 * @param itemsPerMember of each member, so many items are looked at, those bought last
 * @param relatedPerItem for each item, so many others are kept
 * @param leastCustomers what fewer customers bought together is no relation
 */
@ConfigurationProperties("noren.loyalty.recommendations")
record RecommendationSettings(
        @DefaultValue("03:30") LocalTime at,
        @DefaultValue("Asia/Tokyo") ZoneId zone,
        @DefaultValue("500") int itemsPerMember,
        @DefaultValue("30") int relatedPerItem,
        @DefaultValue("3") int leastCustomers) {
    RecommendationSettings {
        if (itemsPerMember < 1 || relatedPerItem < 1 || leastCustomers < 1) {
            throw new IllegalArgumentException("noren.loyalty.recommendations: a number must be above 0");
        }
    }
}
