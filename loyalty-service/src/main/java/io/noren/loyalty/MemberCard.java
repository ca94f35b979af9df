package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What staff see of the one customer in front of them. Contact data stays masked; the channels they are linked on do
 * not.
 *
 * @param familyName null, like all names, while nobody has registered the card
 * @param lastPurchases over all channels that the member does not hide from staff, the latest first
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
        List<Recommendation> recommendations)
        implements TillMatch {

    /** Something that leads to the member, not quite shown. */
    public record MaskedIdentifier(IdentifierType type, String masked) {}

    MemberCard with(List<Recommendation> recommended) {
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
                recommended);
    }
}
