package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.PointsAudit.What;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@LoyaltyTest
class PurchasesTest {
    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsAudit audit;

    @Autowired
    Timeline timeline;

    @Autowired
    Facts facts;

    @Autowired
    JdbcClient sql;

    @Autowired
    TransactionTemplate transactions;

    @AfterEach
    void everyBalanceIsTheSumOfItsEntries() {
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void aSaleEarnsOnceHoweverOftenAndHowFastItIsTold() throws Exception {
        String card = Any.card();
        Member taro = members.register(Any.taro(Any.seen(IdentifierType.CARD, card)));
        Purchase sale = Any.sale(Any.transaction(), Claim.card("000000" + card), "1980");

        List<Object> outcomes = Together.times(8, () -> purchases.record(sale));

        assertThat(outcomes).allSatisfy(o -> assertThat(o).isInstanceOf(Purchases.Recorded.class));
        assertThat(outcomes.stream().filter(o -> !((Purchases.Recorded) o).duplicate()))
                .hasSize(1);
        assertThat(ledger.balance(taro.id())).isEqualTo(new Points(19, 0, 0, null, null));
        assertThat(ledger.entries(taro.id(), 10)).hasSize(1);
        assertThat(timeline.of(taro.id(), 10, null).purchases()).hasSize(1);
        assertThat(facts.points(sale.sourceTransaction())).singleElement().satisfies(fact -> {
            assertThat(fact.member()).isEqualTo(taro.id());
            assertThat(fact.points()).isEqualTo(19);
            assertThat(fact.spendable()).isEqualTo(19);
        });
    }

    @Test
    void firstSalesWithANewCardAtTheSameMomentOpenOneAccount() throws Exception {
        Claim card = Claim.card(Any.card());
        AtomicInteger till = new AtomicInteger();
        String first = Any.transaction();

        List<Object> outcomes =
                Together.times(8, () -> purchases.record(Any.sale(first + "-" + till.incrementAndGet(), card, "100")));

        List<UUID> accounts = outcomes.stream()
                .map(o -> ((Purchases.Recorded) o).member())
                .distinct()
                .toList();
        assertThat(accounts).hasSize(1);
        assertThat(members.findBy(card)).contains(accounts.get(0));
        assertThat(ledger.balance(accounts.get(0)).spendable()).isEqualTo(8);
        assertThat(facts.linked(accounts.get(0))).hasSize(1);
    }

    @Test
    void aCardThatEarnedBeforeItWasRegisteredBringsItsPointsAndPurchasesAlong() {
        String card = Any.card();
        Purchases.Recorded before = purchases.record(Any.sale(Any.transaction(), Claim.card(card), "500"));

        Member taro = members.register(Any.taro(Any.seen(IdentifierType.PHONE, Any.phone())));
        Identifier linked =
                (Identifier) members.link(taro.id(), new NewIdentifier(IdentifierType.CARD, card, Proof.CARD_PIN));
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "300"));

        assertThat(linked.provenBy()).isEqualTo(Proof.CARD_PIN);
        assertThat(ledger.balance(taro.id()).spendable()).isEqualTo(8);
        assertThat(timeline.of(taro.id(), 10, null).purchases()).hasSize(2);
        assertThat(members.get(before.member()).id()).as("the old id leads on").isEqualTo(taro.id());
        assertThat(facts.linked(taro.id()))
                .anySatisfy(f -> assertThat(f.joined()).isEqualTo(before.member()));
        assertThat(members.get(taro.id()).identifiers()).hasSize(2);
    }

    @Test
    void theSameKeyWithAnotherContentIsAConflictAndChangesNothing() {
        Claim card = Claim.card(Any.card());
        Purchase sale = Any.sale(Any.transaction(), card, "1000");
        UUID member = purchases.record(sale).member();

        assertThatThrownBy(() -> purchases.record(Any.sale(sale.sourceTransaction(), card, "9000")))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("PURCHASE_CONFLICT"));
        Claim other = Claim.card(Any.card());
        assertThatThrownBy(() -> purchases.record(Any.sale(sale.sourceTransaction(), other, "1000")))
                .isInstanceOf(Refusal.class);

        assertThat(ledger.balance(member).spendable()).isEqualTo(10);
        assertThat(members.findBy(other))
                .as("the refused sale opened no account")
                .isEmpty();
    }

    @Test
    void anExchangeMayUseOneKeyForItsSaleAndItsReturn() {
        Claim card = Claim.card(Any.card());
        String transaction = Any.transaction();
        UUID member = purchases.record(Any.sale(transaction, card, "1000")).member();
        purchases.recordReturn(Any.goodsBack(transaction, card, null, "300"));

        assertThat(ledger.balance(member).spendable()).isEqualTo(7);
    }

    @Test
    void partialReturnsOfAKnownSaleTakeExactlyWhatItEarned() {
        Claim card = Claim.card(Any.card());
        String sold = Any.transaction();
        UUID member = purchases.record(Any.sale(sold, card, "199")).member();

        // By the amount alone, 66 + 66 + 67 yen would take nothing back.
        assertThat(back(card, sold, "66")).isZero();
        assertThat(back(card, sold, "66")).isEqualTo(-1);
        assertThat(back(card, sold, "67")).isZero();
        assertThat(back(card, sold, "5000")).as("more than was sold").isZero();

        assertThat(ledger.balance(member)).isEqualTo(new Points(0, 0, 0, null, null));
    }

    @Test
    void returnsOfOneSaleAtTheSameMomentTakeNoMoreThanItEarned() throws Exception {
        Claim card = Claim.card(Any.card());
        String sold = Any.transaction();
        UUID member = purchases.record(Any.sale(sold, card, "1000")).member();
        AtomicInteger till = new AtomicInteger();

        Together.times(
                8,
                () -> purchases.recordReturn(
                        Any.goodsBack(sold + "-back-" + till.incrementAndGet(), card, sold, "150")));

        assertThat(ledger.balance(member)).isEqualTo(new Points(0, 0, 0, null, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aSaleAndItsReturnsInAnyOrderLeaveTheSamePoints(long seed) {
        Random random = new Random(seed);
        int total = 100 + random.nextInt(2_000);
        List<Integer> back = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(n -> 1 + random.nextInt(total / 2))
                .toList();
        long expected =
                Math.max(0, total - back.stream().mapToInt(Integer::intValue).sum()) / 100;
        for (int saleAt = 0; saleAt <= back.size(); saleAt++) {
            Claim card = Claim.card(Any.card());
            String sold = Any.transaction();
            UUID member =
                    purchases.record(Any.sale(Any.transaction(), card, "10000")).member();
            for (int n = 0; n <= back.size(); n++) {
                if (n == saleAt) {
                    purchases.record(Any.sale(sold, card, Integer.toString(total)));
                    purchases.record(Any.sale(sold, card, Integer.toString(total)));
                }
                if (n < back.size()) {
                    PurchaseReturn goods = Any.goodsBack(Any.transaction(), card, sold, Integer.toString(back.get(n)));
                    purchases.recordReturn(goods);
                    purchases.recordReturn(goods);
                }
            }
            assertThat(ledger.balance(member).spendable())
                    .as("of %s, back %s, the sale after %s of them", total, back, saleAt)
                    .isEqualTo(100 + expected);
        }
    }

    @Test
    void aSaleAndItsReturnsAtTheSameMomentLeaveTheSamePoints() throws Exception {
        for (int round = 0; round < 20; round++) {
            Claim card = Claim.card(Any.card());
            String sold = Any.transaction();
            UUID member =
                    purchases.record(Any.sale(Any.transaction(), card, "10000")).member();
            AtomicInteger turn = new AtomicInteger();

            Together.times(4, () -> {
                int mine = turn.incrementAndGet();
                return mine == 2
                        ? purchases.record(Any.sale(sold, card, "700"))
                        : purchases.recordReturn(Any.goodsBack(sold + "-back-" + mine, card, sold, "150"));
            });

            assertThat(ledger.balance(member).spendable())
                    .as("250 yen are left")
                    .isEqualTo(102);
        }
    }

    @Test
    void aReturnByReceiptTakesThePointsFromWhoEarnedThem() {
        Claim buyer = Claim.card(Any.card());
        Claim friend = Claim.card(Any.card());
        String sold = Any.transaction();
        UUID earner = purchases.record(Any.sale(sold, buyer, "1000")).member();
        UUID bystander =
                purchases.record(Any.sale(Any.transaction(), friend, "500")).member();

        purchases.recordReturn(Any.goodsBack(Any.transaction(), friend, sold, "1000"));

        assertThat(ledger.balance(earner).spendable()).isZero();
        assertThat(ledger.balance(bystander).spendable()).isEqualTo(5);
    }

    @Test
    void aReturnWithoutASaleLeavesADebtThatNewPointsPayFirst() {
        Claim card = Claim.card(Any.card());
        PurchaseReturn goods = Any.goodsBack(Any.transaction(), card, null, "1250");
        UUID member = purchases.recordReturn(goods).member();
        purchases.recordReturn(goods);
        assertThat(ledger.balance(member)).isEqualTo(new Points(0, 0, 12, null, null));

        purchases.record(Any.sale(Any.transaction(), card, "2000"));
        assertThat(ledger.balance(member)).isEqualTo(new Points(8, 0, 0, null, null));
        assertThat(facts.points(goods.sourceTransaction())).singleElement().satisfies(fact -> {
            assertThat(fact.points()).isEqualTo(-12);
            assertThat(fact.debt()).isEqualTo(12);
        });
    }

    @Test
    void theAuditFindsABalanceThatIsNotTheSumOfItsEntries() {
        UUID member = purchases
                .record(Any.sale(Any.transaction(), Claim.card(Any.card()), "1000"))
                .member();
        transactions.executeWithoutResult(cheat -> {
            cheat.setRollbackOnly();
            sql.sql("update loyalty.points_balance set points = points + 1 where account = ?")
                    .param(member)
                    .update();
            assertThat(audit.differences())
                    .containsExactly(
                            new PointsAudit.Difference(member, member, What.BALANCE, 11, 10),
                            new PointsAudit.Difference(member, member, What.LOTS_AND_DEBT, 11, 10));
            sql.sql("delete from loyalty.points_balance where account = ?")
                    .param(member)
                    .update();
            assertThat(audit.differences())
                    .containsExactly(
                            new PointsAudit.Difference(member, member, What.BALANCE, 0, 10),
                            new PointsAudit.Difference(member, member, What.LOTS_AND_DEBT, 0, 10));
        });
    }

    @Test
    void whatCannotBeAPurchaseIsRefusedByNameAndOpensNoAccount() {
        Claim card = Claim.card(Any.card());
        String key = Any.transaction();
        refused("PURCHASE_KEY_REQUIRED", Any.sale(" ", card, "100"));
        refused("UNREADABLE_CARD", Any.sale(key, Claim.card("12😀"), "100"));
        refused("IMPLAUSIBLE_TOTAL", Any.sale(key, card, "-100"));
        refused("IMPLAUSIBLE_TOTAL", Any.sale(key, card, "100.5"));
        refused("IMPLAUSIBLE_TIME", with(key, card, Instant.MAX, line(1, "1", "1")));
        refused("IMPLAUSIBLE_TIME", with(key, card, Instant.MIN, line(1, "1", "1")));
        for (PurchaseLine absurd : List.of(
                line(1, "0", "1"),
                line(1, "-1", "1"),
                line(1, "0.0001", "1"),
                line(1, "1E+1000000000", "1"),
                line(1, "1", "1E+1000000000"),
                line(1, "1", "0.00001"),
                line(2, "1", "1"))) {
            refused("IMPLAUSIBLE_LINE", with(key, card, Any.TIME, line(2, "1", "1"), absurd));
        }
        assertThatThrownBy(() -> Any.sale(key, card, "1E+1000000000")).satisfies(is("IMPLAUSIBLE_AMOUNT"));

        assertThat(members.findBy(card)).isEmpty();
    }

    @Test
    void weighedGoodsAndSpellingsOfANumberAreOneContent() {
        Claim card = Claim.card(Any.card());
        String key = Any.transaction();
        purchases.record(with(key, card, Any.TIME, line(1, "0.350", "412.00")));

        assertThat(purchases
                        .record(with(key, Claim.card("000" + card.value()), Any.TIME, line(1, "0.35", "412")))
                        .duplicate())
                .isTrue();
        assertThatThrownBy(() -> purchases.record(with(key, card, Any.TIME, line(1, "0.351", "412"))))
                .satisfies(is("PURCHASE_CONFLICT"));
    }

    @Test
    void theLedgerCannotBeRewrittenEvenByHand() {
        Claim card = Claim.card(Any.card());
        String sale = Any.transaction();
        UUID member = purchases.record(Any.sale(sale, card, "1500")).member();
        purchases.recordReturn(Any.goodsBack(Any.transaction(), card, sale, "500"));
        for (String cheat : List.of(
                "update loyalty.points_entry set points = 1000000",
                "delete from loyalty.points_entry",
                "truncate loyalty.points_entry cascade",
                "update loyalty.points_lot_change set points = 1000000",
                "truncate loyalty.points_lot_change")) {
            assertThatThrownBy(() -> sql.sql(cheat).update()).hasMessageContaining("rows are only ever added");
        }
        assertThat(ledger.balance(member).spendable()).isEqualTo(10);
    }

    @Test
    void theTimelineGoesBackPageByPageOverAllChannels() {
        String card = Any.card();
        String shop = "shop-" + card;
        Member taro = members.register(
                Any.taro(Any.seen(IdentifierType.CARD, card), Any.seen(IdentifierType.WEB_ACCOUNT, shop)));
        for (int i = 0; i < 5; i++) {
            purchases.record(Any.sale(Any.transaction(), Claim.card(card), "10" + i));
        }
        purchases.record(new Purchase(
                "shop",
                Any.transaction(),
                Channel.WEB,
                Claim.webAccount(shop),
                null,
                Any.TIME.plusSeconds(1),
                new Money(new BigDecimal("2500.00"), "JPY"),
                List.of(new PurchaseLine(1, "COAT", new BigDecimal("1.500"), null))));

        Timeline.Page newest = timeline.of(taro.id(), 4, null);
        Timeline.Page rest = timeline.of(taro.id(), 4, newest.next());

        assertThat(newest.purchases().get(0)).satisfies(bought -> {
            assertThat(bought.channel()).isEqualTo(Channel.WEB);
            assertThat(bought.total().amount()).hasToString("2500");
            assertThat(bought.points()).isEqualTo(25);
            assertThat(bought.lines().get(0).quantity()).hasToString("1.5");
        });
        assertThat(newest.purchases()).hasSize(4);
        assertThat(rest.purchases()).hasSize(2).doesNotContainAnyElementsOf(newest.purchases());
        assertThat(rest.next()).isNull();
        assertThatThrownBy(() -> timeline.of(taro.id(), 4, "nonsense"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("UNREADABLE_CURSOR"));
    }

    private void refused(String code, Purchase purchase) {
        assertThatThrownBy(() -> purchases.record(purchase)).satisfies(is(code));
    }

    private static Consumer<Throwable> is(String code) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private static Purchase with(String key, Claim by, Instant at, PurchaseLine... lines) {
        Money total = new Money(new BigDecimal(412), "JPY");
        return new Purchase("till", key, Channel.STORE, by, "ginza", at, total, List.of(lines));
    }

    private static PurchaseLine line(int number, String quantity, String amount) {
        return new PurchaseLine(number, "RICE", new BigDecimal(quantity), new BigDecimal(amount));
    }

    private long back(Claim card, String sold, String yen) {
        return purchases
                .recordReturn(Any.goodsBack(Any.transaction(), card, sold, yen))
                .points();
    }
}
