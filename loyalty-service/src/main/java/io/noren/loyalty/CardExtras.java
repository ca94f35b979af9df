package io.noren.loyalty;

import io.noren.loyalty.MemberCard.Extras;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Nice to have at a till: a customer who waits for their points does not wait for what is wrong with these. */
@Component
class CardExtras {
    private static final int MOST_COUPONS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(CardExtras.class);

    private final JdbcClient sql;
    private final MembersTiers tiers;
    private final MembersCoupons coupons;
    private final MembersPreferences preferences;
    private final Recommender recommender;
    private final ObjectProvider<MembersPickups> pickups;

    CardExtras(
            JdbcClient sql,
            MembersTiers tiers,
            MembersCoupons coupons,
            MembersPreferences preferences,
            Recommender recommender,
            ObjectProvider<MembersPickups> pickups) {
        this.sql = sql;
        this.tiers = tiers;
        this.coupons = coupons;
        this.preferences = preferences;
        this.recommender = recommender;
        this.pickups = pickups;
    }

    Extras of(UUID member, String location) {
        return new Extras(
                tier(member),
                known("pickups", () -> waiting(member, location), List.of()),
                known("coupons", () -> coupons.usableNow(member, MOST_COUPONS), List.of()),
                known("preferences", () -> preferences.preferredBy(member), List.of()),
                known(
                        "recommendations",
                        () -> recommender.recommend(member, location, Viewer.STAFF, TillLookUp.MOST_RECOMMENDED),
                        List.of()));
    }

    private MemberCard.@Nullable Tier tier(UUID member) {
        return known("tier", () -> Optional.ofNullable(tiers.tierOf(member)), Optional.<MemberCard.Tier>empty())
                .orElse(null);
    }

    private List<MemberCard.Pickup> waiting(UUID member, String location) {
        MembersPickups stockroom = pickups.getIfAvailable();
        if (stockroom == null) {
            return List.of();
        }
        List<UUID> accounts = sql.sql("select id from loyalty.member where id = :member or part_of = :member")
                .param("member", member)
                .query(UUID.class)
                .list();
        return stockroom.waiting(accounts, location);
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
