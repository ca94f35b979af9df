package io.noren.loyalty.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One point for each full hundred yen; silver from 100 points a year, gold from 300. */
@LoyaltyTest
class TiersTest {
    @Autowired
    Tiers tiers;

    @Autowired
    TierKeeper keeper;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsByWord word;

    @Autowired
    JdbcClient sql;

    @BeforeEach
    void silverAndGold() {
        tiers.replace(List.of(new Tier("GOLD", 300, "ゴールド", "Gold"), new Tier("SILVER", 100, "シルバー", "Silver")));
    }

    @AfterEach
    void noTiers() {
        tiers.replace(List.of());
    }

    private record Customer(UUID member, Claim card) {}

    @Test
    void whatIsBoughtLeadsUpAndWhatComesBackLeadsDown() {
        Customer hanako = customer();
        String sale = buys(hanako, "30000", daysAgo(10));

        assertThat(code(hanako)).isEqualTo("GOLD");
        bringsBack(hanako, sale, "15000");
        assertThat(code(hanako)).isEqualTo("SILVER");
        bringsBack(hanako, sale, "15000");

        assertThat(code(hanako)).isNull();
        assertThat(tiers.of(hanako.member()).missing()).isEqualTo(100);
    }

    @Test
    void whatComesBackCountsOnTheDayOnWhichItWasBought() {
        Customer hanako = customer();
        String old = buys(hanako, "30000", daysAgo(700));
        assertThat(code(hanako)).as("met 335 days ago, kept for a year").isEqualTo("GOLD");

        bringsBack(hanako, old, "30000");

        assertThat(code(hanako)).isNull();
    }

    @Test
    void pointsThatSomebodyGivesDoNotLeadUp() {
        Customer hanako = customer();
        word.earn(
                hanako.member(),
                5_000,
                new PointsByWord.Key("shop", UUID.randomUUID().toString()));

        assertThat(code(hanako)).isNull();
    }

    @Test
    void twoWhoAreOneCountTogetherAndPartedEachForItself() {
        Customer hanako = customer();
        Customer hana = customer();
        buys(hanako, "20000", daysAgo(5));
        buys(hana, "15000", daysAgo(3));
        UUID merge = merges.propose(hanako.member(), hana.member(), "Same phone", "suzuki")
                .id();

        merges.approve(merge, "suzuki");
        assertThat(code(hanako)).isEqualTo("GOLD");
        assertThat(code(hana)).as("its id leads there").isEqualTo("GOLD");
        merges.undo(merge, "Sisters", "suzuki");

        assertThat(code(hanako)).isEqualTo("SILVER");
        assertThat(code(hana)).isEqualTo("SILVER");
    }

    @Test
    void everyChangeIsNotedOnceHoweverManyGoRound() throws Exception {
        Customer hanako = customer();
        String sale = buys(hanako, "30000", daysAgo(10));

        round();
        bringsBack(hanako, sale, "20000");
        ExecutorService copies = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> look = () -> {
                round();
                return true;
            };
            for (var done : copies.invokeAll(List.of(look, look, look, look))) {
                done.get();
            }
        } finally {
            copies.shutdownNow();
        }

        assertThat(tiers.history(hanako.member()))
                .extracting(change -> change.from() + " " + change.to() + " " + change.qualifyingPoints())
                .containsExactly("GOLD SILVER 100", "null GOLD 300");
    }

    @Test
    void whatCannotBeATierIsRefusedByNameAndChangesNothing() {
        refused("TIER_TWICE", new Tier("GOLD", 300, "金", "Gold"), new Tier("GOLD", 400, "金", "Gold"));
        refused("TIER_TWICE", new Tier("GOLD", 300, "金", "Gold"), new Tier("SILVER", 300, "銀", "Silver"));
        refused("BAD_TIER", new Tier("gold", 300, "金", "Gold"));
        refused("BAD_TIER", new Tier("GOLD", 0, "金", "Gold"));
        refused("BAD_TIER", new Tier("GOLD", 300, " ", "Gold"));

        assertThat(tiers.all()).extracting(Tier::code).containsExactly("SILVER", "GOLD");
    }

    private void round() {
        sql.sql("update loyalty.tier_round set round_ended_at = null").update();
        while (keeper.next()) {
            // until all were looked at
        }
    }

    private String code(Customer customer) {
        Tier tier = tiers.of(customer.member()).tier();
        return tier == null ? null : tier.code();
    }

    private void refused(String code, Tier... told) {
        assertThatThrownBy(() -> tiers.replace(List.of(told)))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private Customer customer() {
        String card = "66" + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000_000L);
        UUID member = members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED))))
                .id();
        return new Customer(member, Claim.card(card));
    }

    private String buys(Customer customer, String yen, Instant when) {
        String sale = UUID.randomUUID().toString();
        purchases.record(
                new Purchase("till", sale, Channel.STORE, customer.card(), "ginza", when, yen(yen), List.of()));
        return sale;
    }

    private void bringsBack(Customer customer, String sale, String yen) {
        purchases.recordReturn(new PurchaseReturn(
                "till",
                UUID.randomUUID().toString(),
                Channel.STORE,
                customer.card(),
                sale,
                "ginza",
                Instant.now(),
                yen(yen),
                List.of()));
    }

    private static Money yen(String yen) {
        return new Money(new BigDecimal(yen), "JPY");
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(days, ChronoUnit.DAYS);
    }
}
