package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is told many at a time comes to the same as one after the other. */
@LoyaltyTest
class ManyPurchasesTest {
    @Autowired
    Purchases purchases;

    @Autowired
    Members members;

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

    /** Of a card and a sale by their numbers, so that it can be told in two worlds. */
    private record Step(int card, int sale, int yen, boolean back) {}

    /** Cards and sales that no other world has. */
    private record World(List<Claim> cards, String prefix) {
        static World of(int cards) {
            return new World(
                    IntStream.range(0, cards)
                            .mapToObj(n -> Claim.card(Any.card()))
                            .toList(),
                    Any.transaction());
        }

        /** Each at a time of its own, which says in which order its points are taken back. */
        Purchase sale(Step step) {
            Purchase sale = Any.sale(prefix + "-" + step.sale(), cards.get(step.card()), Integer.toString(step.yen()));
            return new Purchase(
                    sale.source(),
                    sale.sourceTransaction(),
                    sale.channel(),
                    sale.by(),
                    sale.location(),
                    sale.occurredAt().plusSeconds(step.sale()),
                    sale.total(),
                    sale.lines());
        }

        PurchaseReturn goodsBack(Step step, int place) {
            String sold = prefix + "-" + step.sale();
            return Any.goodsBack(sold + "-back-" + place, cards.get(step.card()), sold, Integer.toString(step.yen()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void inBatchesOfAnySizeTheyLeaveTheSamePointsDebtsAndLots(long seed) {
        Random random = new Random(seed);
        int cards = 1 + random.nextInt(5);
        List<Step> steps = steps(random, cards);
        World alone = World.of(cards);
        World together = World.of(cards);

        for (int n = 0; n < steps.size(); n++) {
            tell(alone, steps, n, n + 1);
        }
        for (int n = 0; n < steps.size(); ) {
            int upto = n + 1;
            int most = n + 1 + random.nextInt(20);
            while (upto < steps.size()
                    && upto < most
                    && steps.get(upto).back() == steps.get(n).back()) {
                upto++;
            }
            tell(together, steps, n, upto);
            n = upto;
        }

        for (int card = 0; card < cards; card++) {
            UUID one = members.findBy(alone.cards().get(card)).orElseThrow();
            UUID other = members.findBy(together.cards().get(card)).orElseThrow();
            assertThat(ledger.balance(other)).as("seed %d, card %d", seed, card).isEqualTo(ledger.balance(one));
            assertThat(lots(other)).as("seed %d, card %d", seed, card).isEqualTo(lots(one));
            assertThat(changes(other)).as("seed %d, card %d", seed, card).isEqualTo(changes(one));
        }
    }

    /** Sales that are told again, goods that are back before their sale, and more back than was ever earned. */
    private static List<Step> steps(Random random, int cards) {
        List<Step> steps = new ArrayList<>();
        IntStream.range(0, cards).forEach(card -> steps.add(new Step(card, 1_000 + card, 0, false)));
        for (int sale = 0; sale < 60; sale++) {
            Step sold = new Step(random.nextInt(cards), sale, random.nextInt(3_000), false);
            int times = 1 + random.nextInt(2);
            IntStream.range(0, times).forEach(again -> steps.add(sold));
            if (random.nextInt(3) == 0) {
                steps.add(
                        steps.size() - random.nextInt(times + 1),
                        new Step(sold.card(), sale, 1 + random.nextInt(6_000), true));
            }
            if (random.nextInt(5) == 0) {
                steps.add(new Step(sold.card(), 2_000 + sale, 1 + random.nextInt(2_000), true));
            }
        }
        return steps;
    }

    private void tell(World world, List<Step> steps, int from, int upto) {
        if (steps.get(from).back()) {
            purchases.recordReturns(IntStream.range(from, upto)
                    .mapToObj(place -> world.goodsBack(steps.get(place), place))
                    .toList());
        } else {
            purchases.record(steps.subList(from, upto).stream().map(world::sale).toList());
        }
    }

    @Test
    void batchesThatOverlapInAnyOrderBookEachSaleOnceAndWaitForEachOther() throws Exception {
        World world = World.of(4);
        List<Step> sales = IntStream.range(0, 80)
                .mapToObj(n -> new Step(n % 4, n, 100, false))
                .toList();
        AtomicInteger turn = new AtomicInteger();

        List<Object> outcomes = Together.times(8, () -> {
            int mine = turn.incrementAndGet();
            List<Step> mixed = new ArrayList<>(sales);
            Collections.shuffle(mixed, new Random(mine));
            return mine % 4 == 0
                    // Of each card five pieces come back, most of them before their sale is told.
                    ? purchases.recordReturns(mixed.stream()
                            .filter(step -> step.sale() < 20)
                            .map(step -> world.goodsBack(step, 0))
                            .toList())
                    : purchases.record(mixed.stream().map(world::sale).toList());
        });

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(List.class));
        for (Claim card : world.cards()) {
            UUID member = members.findBy(card).orElseThrow();
            assertThat(ledger.balance(member)).isEqualTo(new Points(15, 0, 0, null, null));
            assertThat(facts.linked(member)).hasSize(1);
        }
        assertThat(sales)
                .allSatisfy(sale -> assertThat(facts.points(world.sale(sale).sourceTransaction()))
                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void ofOneThatIsRefusedNothingIsRecordedOfItsBatch() {
        Claim card = Claim.card(Any.card());
        Claim unknown = Claim.card(Any.card());
        String told = Any.transaction();
        UUID member = purchases.record(Any.sale(told, card, "1000")).member();

        assertThatThrownBy(() -> purchases.record(List.of(
                        Any.sale(Any.transaction(), card, "2000"),
                        Any.sale(told, card, "9000"),
                        Any.sale(Any.transaction(), unknown, "300"))))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("PURCHASE_CONFLICT"));

        assertThat(ledger.balance(member)).isEqualTo(new Points(10, 0, 0, null, null));
        assertThat(members.findBy(unknown)).isEmpty();
    }

    @Test
    void ofTwoThatContradictEachOtherInOneBatchNeitherIsRecorded() {
        Claim card = Claim.card(Any.card());
        String told = Any.transaction();

        assertThatThrownBy(() -> purchases.record(List.of(Any.sale(told, card, "1000"), Any.sale(told, card, "2000"))))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("PURCHASE_CONFLICT"));

        assertThat(members.findBy(card)).isEmpty();
    }

    @Test
    void whatABatchEarnsPaysADebtOneAfterTheOther() {
        Claim card = Claim.card(Any.card());
        UUID member = purchases
                .recordReturn(Any.goodsBack(Any.transaction(), card, null, "1500"))
                .member();

        purchases.record(List.of(
                Any.sale(Any.transaction(), card, "1000"),
                Any.sale(Any.transaction(), card, "700"),
                Any.sale(Any.transaction(), card, "400")));

        assertThat(ledger.balance(member)).isEqualTo(new Points(6, 0, 0, null, null));
        assertThat(lots(member)).containsExactlyInAnyOrder(0L, 2L, 4L);
    }

    private List<Long> lots(UUID member) {
        return sql.sql("select remaining from loyalty.points_lot where account = ? order by earned_at")
                .param(member)
                .query(Long.class)
                .list();
    }

    private List<Long> changes(UUID member) {
        return sql.sql("""
                        select c.points from loyalty.points_lot_change c join loyalty.points_lot l on l.id = c.lot
                        where l.account = ? order by 1
                        """).param(member).query(Long.class).list();
    }
}
