package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Redemption.State;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Points are reserved, spent, let go and given back, by many tills at the same moment and by some that say it twice. */
@LoyaltyTest
class RedemptionsTest {
    private static final String TILL = "till";

    @Autowired
    Purchases purchases;

    @Autowired
    Members members;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsExpiry expiry;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsAudit audit;

    @Autowired
    Facts facts;

    @Autowired
    JdbcClient sql;

    @AfterEach
    void everythingKeptIsWhatTheLedgerComesTo() {
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void ofTwentyTillsThatRedeemTheSameThousandPointsOneHasThem() throws Exception {
        UUID member = earned("100000");
        AtomicInteger till = new AtomicInteger();
        String key = Any.transaction();

        List<Object> outcomes = Together.times(20, () -> {
            Redemption held = redemptions.reserve(member, 1_000, "till-" + till.incrementAndGet(), key);
            return redemptions.capture(held.id());
        });

        assertThat(outcomes.stream().filter(Redemption.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance))
                .hasSize(19)
                .allSatisfy(refusal -> assertThat(((Refusal) refusal).code()).isEqualTo("POINTS_NOT_ENOUGH"));
        assertThat(points(member)).isEqualTo(new Points(0, 0, 0, null, null));
        assertThat(facts.points(key)).singleElement().satisfies(fact -> {
            assertThat(fact.points()).isEqualTo(-1_000);
            assertThat(fact.purpose()).isEqualTo("SPEND");
            assertThat(fact.spendable()).isZero();
        });
    }

    @Test
    void twentyTillsThatEachRedeemATenthLeaveNothingAndNoMore() throws Exception {
        UUID member = earned("100000");
        AtomicInteger till = new AtomicInteger();

        List<Object> outcomes = Together.times(20, () -> {
            Redemption held = redemptions.reserve(member, 100, "till-" + till.incrementAndGet(), Any.transaction());
            return redemptions.capture(held.id());
        });

        assertThat(outcomes.stream().filter(Redemption.class::isInstance)).hasSize(10);
        assertThat(points(member).spendable()).isZero();
    }

    @Test
    void aRedemptionToldAgainIsTheSameAndSpendsOnce() throws Exception {
        UUID member = earned("5000");
        String key = Any.transaction();

        List<Object> asked = Together.times(8, () -> redemptions.reserve(member, 30, TILL, key));
        UUID id = redemptions.reserve(member, 30, TILL, key).id();
        assertThat(asked).allSatisfy(one -> assertThat(((Redemption) one).id()).isEqualTo(id));
        assertThat(points(member).spendable()).isEqualTo(20);

        List<Object> captured = Together.times(8, () -> redemptions.capture(id));
        assertThat(captured)
                .allSatisfy(one -> assertThat(((Redemption) one).state()).isEqualTo(State.CAPTURED));
        assertThat(points(member).spendable()).isEqualTo(20);
        refused("REDEMPTION_ENDED", () -> redemptions.release(id));
        refused("REDEMPTION_CONFLICT", () -> redemptions.reserve(member, 31, TILL, key));
        refused("REDEMPTION_CONFLICT", () -> redemptions.reserve(earned("9000"), 30, TILL, key));
    }

    @Test
    void ofCaptureAndReleaseAtTheSameMomentOneIsDone() throws Exception {
        UUID member = earned("1000");
        UUID id = redemptions.reserve(member, 10, TILL, Any.transaction()).id();
        AtomicInteger turn = new AtomicInteger();

        List<Object> outcomes = Together.times(
                8, () -> turn.getAndIncrement() % 2 == 0 ? redemptions.capture(id) : redemptions.release(id));

        boolean captured = redemptions.get(id).state() == State.CAPTURED;
        assertThat(outcomes.stream().filter(Refusal.class::isInstance)).hasSize(4);
        assertThat(points(member).spendable()).isEqualTo(captured ? 0 : 10);
    }

    @Test
    void whatIsNotNeededOrForgottenIsTheMembersAgain() {
        UUID member = earned("1000");
        UUID released = redemptions.reserve(member, 4, TILL, Any.transaction()).id();
        UUID forgotten = redemptions.reserve(member, 6, TILL, Any.transaction()).id();
        assertThat(points(member).spendable()).isZero();

        redemptions.release(released);
        assertThat(points(member).spendable()).isEqualTo(4);
        redemptions.lapse(forgotten);
        assertThat(redemptions.get(forgotten).state())
                .as("its time is not over")
                .isEqualTo(State.RESERVED);
        itsTimeIsOver(forgotten);
        redemptions.lapsing(1_000).forEach(redemptions::lapse);

        assertThat(redemptions.get(forgotten).state()).isEqualTo(State.LAPSED);
        assertThat(points(member).spendable()).isEqualTo(10);
        assertThat(redemptions.release(forgotten).state()).isEqualTo(State.LAPSED);
        refused("REDEMPTION_ENDED", () -> redemptions.capture(forgotten));
    }

    @Test
    void whatLapsesSoonestIsSpentFirstAndComesBackLastAndToItsOwnLot() {
        UUID member = earned("1000");
        UUID card = member;
        lots(card).forEach(lot -> lapsesIn(lot, "10 days"));
        UUID soon = lots(card).get(0);
        earnMore(card, "2000");
        UUID late =
                lots(card).stream().filter(lot -> !lot.equals(soon)).findFirst().orElseThrow();

        UUID id = redemptions.reserve(member, 15, TILL, Any.transaction()).id();
        redemptions.capture(id);
        assertThat(remaining(soon)).isZero();
        assertThat(remaining(late)).isEqualTo(15);

        String goodsBack = Any.transaction();
        assertThat(redemptions.giveBack(id, 7, TILL, goodsBack)).isEqualTo(8);
        assertThat(redemptions.giveBack(id, 7, TILL, goodsBack))
                .as("told again")
                .isEqualTo(8);
        assertThat(remaining(late)).isEqualTo(20);
        assertThat(remaining(soon)).isEqualTo(2);
        assertThat(points(member).spendable()).isEqualTo(22);
        refused("GIVE_BACK_CONFLICT", () -> redemptions.giveBack(id, 6, TILL, goodsBack));
        refused("GIVE_BACK_TOO_MUCH", () -> redemptions.giveBack(id, 9, TILL, Any.transaction()));
        assertThat(redemptions.giveBack(id, 8, TILL, Any.transaction())).isZero();
        assertThat(points(member).spendable()).isEqualTo(30);
    }

    @Test
    void pointsLapseButNotThoseThatARedemptionHolds() {
        UUID member = earned("1000");
        UUID lot = lots(member).get(0);
        UUID held = redemptions.reserve(member, 4, TILL, Any.transaction()).id();
        lapsesIn(lot, "-1 second");
        assertThat(points(member).spendable())
                .as("its time is over, though nobody has looked")
                .isZero();
        refused("POINTS_NOT_ENOUGH", () -> redemptions.reserve(member, 1, TILL, Any.transaction()));

        expire();
        assertThat(remaining(lot)).isEqualTo(4);
        redemptions.capture(held);
        assertThat(remaining(lot)).isZero();
        assertThat(purposes(member)).containsExactly("SPEND -4", "EXPIRE -6", "EARN 10");

        redemptions.giveBack(held, 4, TILL, Any.transaction());
        assertThat(points(member).spendable())
                .as("given back, they last a while")
                .isEqualTo(4);
        expire();
        assertThat(points(member).spendable()).isEqualTo(4);
        lapsesIn(lot, "-1 second");
        expire();
        expire();
        assertThat(purposes(member)).containsExactly("EXPIRE -4", "GIVE_BACK 4", "SPEND -4", "EXPIRE -6", "EARN 10");
        assertThat(points(member)).isEqualTo(new Points(0, 0, 0, null, null));
    }

    @Test
    void pendingPointsAreShownAndNotSpent() {
        UUID member = earned("1000");
        sql.sql("update loyalty.points_lot set pending_until = now() + interval '1 day' where account = ?")
                .param(member)
                .update();

        assertThat(points(member)).isEqualTo(new Points(0, 10, 0, null, null));
        refused("POINTS_NOT_ENOUGH", () -> redemptions.reserve(member, 1, TILL, Any.transaction()));
    }

    @Test
    void whatIsTakenBackAfterItWasSpentIsADebtThatNewPointsPayFirst() {
        Claim card = Claim.card(Any.card());
        String sale = Any.transaction();
        UUID member = purchases.record(Any.sale(sale, card, "5000")).member();
        redemptions.capture(
                redemptions.reserve(member, 40, TILL, Any.transaction()).id());

        purchases.recordReturn(Any.goodsBack(Any.transaction(), card, sale, "5000"));
        assertThat(points(member)).isEqualTo(new Points(0, 0, 40, null, null));
        refused("POINTS_NOT_ENOUGH", () -> redemptions.reserve(member, 1, TILL, Any.transaction()));

        purchases.record(Any.sale(Any.transaction(), card, "3000"));
        assertThat(points(member)).isEqualTo(new Points(0, 0, 10, null, null));
        purchases.record(Any.sale(Any.transaction(), card, "3000"));
        assertThat(points(member)).isEqualTo(new Points(20, 0, 0, null, null));
    }

    @Test
    void aReturnTakesFromItsOwnSalesPointsFirst() {
        Claim card = Claim.card(Any.card());
        String first = Any.transaction();
        UUID member = purchases.record(Any.sale(first, card, "1000")).member();
        UUID firstLot = lots(member).get(0);
        String second = Any.transaction();
        purchases.record(Any.sale(second, card, "2000"));
        lapsesIn(firstLot, "10 days");

        purchases.recordReturn(Any.goodsBack(Any.transaction(), card, second, "1500"));

        assertThat(remaining(firstLot)).isEqualTo(10);
        assertThat(points(member).spendable()).isEqualTo(15);
    }

    @Test
    void aMemberOfTwoAccountsSpendsFromBothAndEachKeepsItsOwnEntries() {
        String card = Any.card();
        UUID used = purchases
                .record(Any.sale(Any.transaction(), Claim.card(card), "1000"))
                .member();
        Member taro = members.register(Any.taro(Any.seen(IdentifierType.PHONE, Any.phone())));
        members.link(taro.id(), new NewIdentifier(IdentifierType.CARD, card, Proof.CARD_PIN));
        String shop = "shop-" + card;
        members.link(taro.id(), Any.seen(IdentifierType.WEB_ACCOUNT, shop));
        purchases.record(Any.sale(Any.transaction(), new Claim(IdentifierType.WEB_ACCOUNT, shop), "2000"));
        assertThat(points(taro.id()).spendable()).isEqualTo(30);

        String key = Any.transaction();
        redemptions.capture(redemptions.reserve(taro.id(), 25, TILL, key).id());

        assertThat(points(taro.id()).spendable()).isEqualTo(5);
        assertThat(facts.points(key).stream().mapToLong(PointsChanged::points).sum())
                .isEqualTo(-25);
        assertThat(facts.points(key).stream().map(PointsChanged::account)).containsExactlyInAnyOrder(used, taro.id());
    }

    @Test
    void whileACardIsLinkedToItsMemberTheirPointsAreSpentOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String card = Any.card();
            UUID used = purchases
                    .record(Any.sale(Any.transaction(), Claim.card(card), "1000"))
                    .member();
            UUID taro = members.register(Any.taro(Any.seen(IdentifierType.PHONE, Any.phone())))
                    .id();
            AtomicInteger turn = new AtomicInteger();

            List<Object> outcomes = Together.times(
                    8,
                    () -> turn.getAndIncrement() == 0
                            ? members.link(taro, new NewIdentifier(IdentifierType.CARD, card, Proof.CARD_PIN))
                            : redemptions.capture(redemptions
                                    .reserve(turn.get() % 2 == 0 ? used : taro, 4, TILL, Any.transaction())
                                    .id()));

            long spent = outcomes.stream().filter(Redemption.class::isInstance).count();
            assertThat(outcomes)
                    .allSatisfy(
                            one -> assertThat(one).isInstanceOfAny(Redemption.class, Identifier.class, Refusal.class));
            assertThat(spent).isLessThanOrEqualTo(2);
            assertThat(points(taro).spendable()).isEqualTo(10 - 4 * spent);
        }
    }

    @Test
    void oneReturnGivesPointsOfTwoRedemptionsBack() {
        UUID member = earned("1000");
        UUID first = redemptions.reserve(member, 3, TILL, Any.transaction()).id();
        UUID second = redemptions.reserve(member, 4, TILL, Any.transaction()).id();
        redemptions.capture(first);
        redemptions.capture(second);
        String goodsBack = Any.transaction();

        redemptions.giveBack(first, 3, TILL, goodsBack);
        redemptions.giveBack(second, 4, TILL, goodsBack);

        assertThat(points(member).spendable()).isEqualTo(10);
    }

    @Test
    void nonsenseIsRefusedByName() {
        UUID member = earned("1000");
        refused("IMPLAUSIBLE_POINTS", () -> redemptions.reserve(member, 0, TILL, "x"));
        refused("IMPLAUSIBLE_POINTS", () -> redemptions.reserve(member, Long.MIN_VALUE, TILL, "x"));
        refused("POINTS_NOT_ENOUGH", () -> redemptions.reserve(member, Long.MAX_VALUE, TILL, Any.transaction()));
        refused("REDEMPTION_KEY_REQUIRED", () -> redemptions.reserve(member, 1, " ", "x"));
        refused("REDEMPTION_KEY_REQUIRED", () -> redemptions.reserve(member, 1, TILL, ""));
        refused("UNKNOWN_MEMBER", () -> redemptions.reserve(UUID.randomUUID(), 1, TILL, Any.transaction()));
        refused("UNKNOWN_REDEMPTION", () -> redemptions.capture(UUID.randomUUID()));
        UUID reserved = redemptions.reserve(member, 1, TILL, Any.transaction()).id();
        refused("REDEMPTION_ENDED", () -> redemptions.giveBack(reserved, 1, TILL, Any.transaction()));
    }

    private UUID earned(String yen) {
        return purchases
                .record(Any.sale(Any.transaction(), Claim.card(Any.card()), yen))
                .member();
    }

    private void earnMore(UUID account, String yen) {
        String card = sql.sql("select value from loyalty.identifier where account = ? and type = 'CARD'")
                .param(account)
                .query(String.class)
                .single();
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), yen));
    }

    private Points points(UUID member) {
        return ledger.balance(member);
    }

    private List<String> purposes(UUID member) {
        return ledger.entries(member, 10).stream()
                .map(entry -> entry.purpose() + " " + entry.points())
                .toList();
    }

    private List<UUID> lots(UUID account) {
        return sql.sql("select id from loyalty.points_lot where account = ? order by earned_at, id")
                .param(account)
                .query(UUID.class)
                .list();
    }

    private long remaining(UUID lot) {
        return sql.sql("select remaining from loyalty.points_lot where id = ?")
                .param(lot)
                .query(Long.class)
                .single();
    }

    private void lapsesIn(UUID lot, String time) {
        sql.sql("update loyalty.points_lot set expires_at = now() + ?::interval where id = ?")
                .param(time)
                .param(lot)
                .update();
    }

    private void itsTimeIsOver(UUID redemption) {
        sql.sql("""
                        update loyalty.redemption
                        set reserved_at = reserved_at - interval '1 hour', ends_at = reserved_at - interval '1 minute'
                        where id = ?
                        """).param(redemption).update();
    }

    private void expire() {
        expiry.due(1_000).forEach(expiry::expire);
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
