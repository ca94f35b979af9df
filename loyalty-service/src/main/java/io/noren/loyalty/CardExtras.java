package io.noren.loyalty;

import io.noren.loyalty.MemberCard.Extras;
import io.noren.loyalty.MemberCards.Ever;
import io.noren.loyalty.MemberCards.Shown;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Nice to have at a till: a customer who waits for their points does not wait for what is wrong with these. */
@Component
class CardExtras {
    private static final int MOST_COUPONS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(CardExtras.class);

    private final MembersTiers tiers;
    private final MembersCoupons coupons;
    private final MembersPreferences preferences;
    private final Recommender recommender;
    private final ObjectProvider<MembersPickups> pickups;

    CardExtras(
            MembersTiers tiers,
            MembersCoupons coupons,
            MembersPreferences preferences,
            Recommender recommender,
            ObjectProvider<MembersPickups> pickups) {
        this.tiers = tiers;
        this.coupons = coupons;
        this.preferences = preferences;
        this.recommender = recommender;
        this.pickups = pickups;
    }

    Extras of(Shown shown, String location) {
        UUID member = shown.card().member();
        Ever ever = shown.ever();
        return new Extras(
                ever.purchases() ? tier(member) : null,
                known("pickups", () -> waiting(shown.sight().accounts(), location), List.of()),
                ever.coupons() ? known("coupons", () -> coupons.usableNow(member, MOST_COUPONS), List.of()) : List.of(),
                ever.preferences() ? known("preferences", () -> preferences.preferredBy(member), List.of()) : List.of(),
                known("recommendations", () -> recommended(shown, location), List.of()));
    }

    private MemberCard.@Nullable Tier tier(UUID member) {
        return known("tier", () -> Optional.ofNullable(tiers.tierOf(member)), Optional.<MemberCard.Tier>empty())
                .orElse(null);
    }

    private List<MemberCard.Pickup> waiting(List<UUID> accounts, String location) {
        MembersPickups stockroom = pickups.getIfAvailable();
        return stockroom == null ? List.of() : stockroom.waiting(accounts, location);
    }

    /** Who has bought nothing that staff may see has nothing in common with anybody. */
    private List<Recommendation> recommended(Shown shown, String location) {
        return shown.card().lastPurchases().isEmpty()
                ? List.of()
                : recommender.recommend(shown.sight(), location, TillLookUp.MOST_RECOMMENDED);
    }

    private static <T> T known(String what, Supplier<T> source, T otherwise) {
        try {
            return source.get();
        } catch (RuntimeException e) {
            LOG.warn("A till's card is without its {}: {}", what, e.toString());
            return otherwise;
        }
    }
}
