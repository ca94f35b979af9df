package io.noren.loyalty;

import io.noren.loyalty.Recommendation.Bilingual;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What staff see of the one customer in front of them. Contact data stays masked; the channels they are linked on do
 * not.
 *
 * @param familyName null, like all names, while nobody has registered the card
 * @param lastPurchases over all channels that the member does not hide from staff, the latest first
 * @param tier null without one
 * @param pickups what waits in this store for them
 * @param coupons of theirs alone, usable now; at most 10
 * @param preferences sizes and the like
 * @param recommendations what to tell them in this store, the best first; at most 3
 */
public record MemberCard(
        UUID member,
        @Nullable String familyName,
        @Nullable String givenName,
        @Nullable String familyKana,
        @Nullable String givenKana,
        @Nullable String homeLocation,
        String locale,
        Instant memberSince,
        Points points,
        List<MaskedIdentifier> identifiers,
        List<Timeline.Bought> lastPurchases,
        @Nullable Tier tier,
        List<Pickup> pickups,
        List<Coupon> coupons,
        List<Preferred> preferences,
        List<Recommendation> recommendations)
        implements TillMatch {

    /** Something that leads to the member, not quite shown. */
    public record MaskedIdentifier(IdentifierType type, String masked) {}

    /** @param until the last day on which it is kept if nothing more is bought; null when that is not known */
    public record Tier(
            String code, Bilingual name, @Nullable LocalDate until) {}

    /**
     * An order that waits.
     *
     * @param order the shop's number, masked
     * @param state how far it is: {@code PLACED}, {@code ACCEPTED}, {@code PICKING}, {@code READY}
     * @param lines how many kinds of goods
     */
    public record Pickup(String order, String state, int lines, Instant readyBy, Instant expiresAt) {
        /** @param number in clear */
        public static Pickup masked(String number, String state, int lines, Instant readyBy, Instant expiresAt) {
            return new Pickup(Mask.tail(number), state, lines, readyBy, expiresAt);
        }
    }

    /** @param code in full: the till may use it for the customer, and for nobody else */
    public record Coupon(String code, String offer, Bilingual name, Instant expiresAt) {}

    /** @param kind {@code SIZE}, {@code COLOUR}, … */
    public record Preferred(String kind, List<String> values) {
        public Preferred {
            values = List.copyOf(values);
        }
    }

    /** What other parts of the programme, and the stockroom, know of the member. */
    record Extras(
            @Nullable Tier tier,
            List<Pickup> pickups,
            List<Coupon> coupons,
            List<Preferred> preferences,
            List<Recommendation> recommendations) {}

    MemberCard with(Extras extras) {
        return new MemberCard(
                member,
                familyName,
                givenName,
                familyKana,
                givenKana,
                homeLocation,
                locale,
                memberSince,
                points,
                identifiers,
                lastPurchases,
                extras.tier(),
                extras.pickups(),
                extras.coupons(),
                extras.preferences(),
                extras.recommendations());
    }
}
