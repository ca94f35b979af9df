package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class PointsByWordTest {
    @Autowired
    PointsByWord points;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsAudit audit;

    @Autowired
    Facts facts;

    @Autowired
    JdbcClient sql;

    @AfterEach
    void everyBalanceIsTheSumOfItsEntries() {
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void whatAShopGivesIsGivenOnceHoweverOftenItSaysSo() throws Exception {
        UUID taro = taro();
        PointsByWord.Key welcome = key();

        List<Object> outcomes = Together.times(8, () -> points.earn(taro, 500, welcome));

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(PointsEntry.class));
        assertThat(ledger.balance(taro)).isEqualTo(new Points(500, 0, 0, null, null));
        assertThat(facts.points(welcome.transaction())).hasSize(1);
    }

    @Test
    void oneKeyForTwoMembersAtTheSameMomentIsOnesAndAConflictForTheOther() throws Exception {
        List<UUID> both = List.of(taro(), taro());
        PointsByWord.Key key = key();
        AtomicInteger turn = new AtomicInteger();

        List<Object> outcomes = Together.times(8, () -> points.earn(both.get(turn.incrementAndGet() % 2), 100, key));

        assertThat(outcomes.stream().filter(PointsEntry.class::isInstance)).hasSize(4);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance).map(refused -> ((Refusal) refused).code()))
                .hasSize(4)
                .containsOnly("POINTS_CONFLICT");
        assertThat(both.stream()
                        .mapToLong(each -> ledger.balance(each).spendable())
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void theSameKeyWithOtherPointsIsAConflictAndChangesNothing() {
        UUID taro = taro();
        PointsByWord.Key key = key();
        points.earn(taro, 100, key);

        refused("POINTS_CONFLICT", () -> points.earn(taro, 101, key));

        assertThat(ledger.balance(taro).spendable()).isEqualTo(100);
    }

    @Test
    void aKeyThatAPurchaseHasEarnedByCannotEarnAgain() {
        Claim card = Claim.card(Any.card());
        String sale = Any.transaction();
        UUID member = purchases.record(Any.sale(sale, card, "1000")).member();

        refused("POINTS_CONFLICT", () -> points.earn(member, 11, new PointsByWord.Key("till", sale)));
        points.earn(member, 10, new PointsByWord.Key("till", sale)); // says what is so
        refused("UNKNOWN_EARNING", () -> points.takeBack(member, 1, key("till"), sale));

        assertThat(ledger.balance(member).spendable()).isEqualTo(10);
    }

    @Test
    void noMoreGoesBackThanWasGivenHoweverManySaySoAtOnce() throws Exception {
        UUID taro = taro();
        PointsByWord.Key given = key();
        points.earn(taro, 50, key());
        points.earn(taro, 100, given);
        AtomicInteger turn = new AtomicInteger();

        List<Object> outcomes = Together.times(
                8,
                () -> points.takeBack(
                        taro,
                        30,
                        new PointsByWord.Key("shop", given.transaction() + "-back-" + turn.incrementAndGet()),
                        given.transaction()));

        assertThat(outcomes.stream().filter(PointsEntry.class::isInstance)).hasSize(3);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance))
                .hasSize(5)
                .allSatisfy(refused -> {
                    assertThat(((Refusal) refused).code()).isEqualTo("RETURN_TOO_MUCH");
                    assertThat(((Refusal) refused).properties()).containsEntry("left", 10L);
                });
        assertThat(ledger.balance(taro).spendable()).isEqualTo(60);
    }

    @Test
    void whatGoesBackAfterItWasSpentIsADebtThatNewPointsPayFirst() {
        UUID taro = taro();
        PointsByWord.Key given = key();
        points.earn(taro, 100, given);
        redemptions.capture(
                redemptions.reserve(taro, 80, "till", Any.transaction()).id());

        points.takeBack(taro, 100, key(), given.transaction());
        assertThat(ledger.balance(taro)).isEqualTo(new Points(0, 0, 80, null, null));
        points.earn(taro, 90, key());

        assertThat(ledger.balance(taro)).isEqualTo(new Points(10, 0, 0, null, null));
    }

    @Test
    void pointsThatWereGivenToOneDoNotGoBackFromAnother() {
        UUID taro = taro();
        UUID hanako = taro();
        PointsByWord.Key given = key();
        points.earn(taro, 100, given);
        points.earn(hanako, 100, key());

        refused("RETURN_OF_ANOTHER", () -> points.takeBack(hanako, 100, key(), given.transaction()));
        refused("UNKNOWN_EARNING", () -> points.takeBack(taro, 100, key(), "never told"));

        assertThat(ledger.balance(taro).spendable()).isEqualTo(100);
        assertThat(ledger.balance(hanako).spendable()).isEqualTo(100);
    }

    @Test
    void aPersonPutsPointsRightEitherWayAndItStandsThereWhoAndWhy() {
        UUID taro = taro();
        PointsEntry given = points.adjust(taro, 300, key(), "The till was broken on Sunday", "suzuki");
        PointsEntry taken = points.adjust(taro, -120, key(), "Given twice", "suzuki");

        assertThat(ledger.balance(taro).spendable()).isEqualTo(180);
        assertThat(List.of(given.purpose(), taken.purpose())).containsOnly(PointsPurpose.ADJUST);
        assertThat(sql.sql("select actor || ': ' || reason from loyalty.points_adjustment where entry in (?, ?)")
                        .params(given.id(), taken.id())
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("suzuki: The till was broken on Sunday", "suzuki: Given twice");
    }

    @Test
    void aPersonCannotTakeWhatIsNotThereNorWithoutAReason() {
        UUID taro = taro();
        points.earn(taro, 100, key());
        redemptions.reserve(taro, 60, "till", Any.transaction());

        assertThatThrownBy(() -> points.adjust(taro, -41, key(), "Given twice", "suzuki"))
                .isInstanceOfSatisfying(Refusal.class, refused -> {
                    assertThat(refused.code()).isEqualTo("POINTS_NOT_ENOUGH");
                    assertThat(refused.properties()).containsEntry("spendable", 40L);
                });
        refused("ADJUSTMENT_REASON_REQUIRED", () -> points.adjust(taro, 10, key(), " ", "suzuki"));

        assertThat(ledger.balance(taro).spendable()).isEqualTo(40);
    }

    @Test
    void whatCannotBeAWordIsRefusedByName() {
        UUID taro = taro();
        for (long absurd : new long[] {0, -1, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
            refused("IMPLAUSIBLE_POINTS", () -> points.earn(taro, absurd, key()));
            refused("IMPLAUSIBLE_POINTS", () -> points.takeBack(taro, absurd, key(), null));
        }
        for (long absurd : new long[] {0, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
            refused("IMPLAUSIBLE_POINTS", () -> points.adjust(taro, absurd, key(), "Given twice", "suzuki"));
        }
        refused("UNKNOWN_MEMBER", () -> points.earn(UUID.randomUUID(), 10, key()));
        refused("POINTS_KEY_REQUIRED", () -> points.earn(taro, 10, new PointsByWord.Key(" ", "1")));
        refused("POINTS_KEY_REQUIRED", () -> points.earn(taro, 10, new PointsByWord.Key("shop", "")));
        refused("TEXT_TOO_LONG", () -> points.earn(taro, 10, new PointsByWord.Key("shop", "1".repeat(201))));

        assertThat(ledger.entries(taro, 10)).isEmpty();
    }

    private UUID taro() {
        return members.register(Any.taro(Any.seen(IdentifierType.CARD, Any.card())))
                .id();
    }

    private static PointsByWord.Key key() {
        return key("shop");
    }

    private static PointsByWord.Key key(String source) {
        return new PointsByWord.Key(source, Any.transaction());
    }

    private static void refused(String code, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
