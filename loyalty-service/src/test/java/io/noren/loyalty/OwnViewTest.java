package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.OwnView.Known;
import io.noren.loyalty.OwnView.LookUp;
import io.noren.loyalty.OwnView.Lot;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What members see of themselves. */
@LoyaltyTest
class OwnViewTest {
    @Autowired
    OwnView own;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsLedger ledger;

    @Autowired
    TillLookUp tills;

    private final String card = Any.card();
    private final String email = Any.email();

    @Test
    void theirLotsAreWhatTheyCanSpend() {
        UUID taro = taro();
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "500"));

        assertThat(own.lots(taro).stream().mapToLong(Lot::points).sum())
                .isEqualTo(ledger.balance(taro).spendable())
                .isPositive();
    }

    @Test
    void whoLookedIsShownWithStoreAndReasonAndWithoutTheirName() {
        UUID taro = taro();
        UUID other = members.register(Any.taro(Any.seen(IdentifierType.CARD, Any.card())))
                .id();
        tills.find(LookUpQuery.byCard(card, "1", "ginza", "POINTS", "sato"));
        tills.find(LookUpQuery.byCard(card, "2", "kobe", "PICKUP", "suzuki"));

        assertThat(own.lookUps(taro)).extracting(LookUp::location).containsExactly("kobe", "ginza");
        assertThat(own.lookUps(taro)).extracting(LookUp::reason).containsExactly("PICKUP", "POINTS");
        assertThat(own.lookUps(taro).toString()).doesNotContain("sato", "suzuki");
        assertThat(own.lookUps(other)).isEmpty();
    }

    @Test
    void whatLeadsToThemIsMasked() {
        List<Known> known = own.identifiers(taro());

        assertThat(known)
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.masked()).contains("…"));
        assertThat(known.toString()).doesNotContain(card, email);
    }

    @Test
    void nobodyHasNoView() {
        UUID nobody = UUID.randomUUID();

        for (Runnable look :
                List.<Runnable>of(() -> own.lots(nobody), () -> own.lookUps(nobody), () -> own.identifiers(nobody))) {
            assertThatThrownBy(look::run)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("UNKNOWN_MEMBER"));
        }
    }

    private UUID taro() {
        return members.register(Any.taro(Any.seen(IdentifierType.CARD, card), Any.seen(IdentifierType.EMAIL, email)))
                .id();
    }
}
