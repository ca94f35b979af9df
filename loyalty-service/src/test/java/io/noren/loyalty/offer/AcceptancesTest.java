package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.Shop.any;
import static io.noren.loyalty.offer.Shop.basket;
import static io.noren.loyalty.offer.Shop.lines;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsAudit;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Customers who pay by a quote. */
@LoyaltyTest
class AcceptancesTest {
    @Autowired
    Acceptances acceptances;

    @Autowired
    Quotes quotes;

    @Autowired
    Offers offers;

    @Autowired
    Coupons coupons;

    @Autowired
    CouponIssues issues;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsAudit audit;

    @Autowired
    JdbcClient sql;

    private String shirt = "";
    private String card = "";
    private UUID member = new UUID(0, 0);

    @BeforeEach
    void aMember() {
        shirt = any("SHIRT");
        card = "99" + System.nanoTime();
        member = register(card);
    }

    @Test
    void anAcceptedQuoteIsKeptOnceWithItsOffers() {
        offers.put(offer(any("offer"), Benefit.percentage("10")).items(shirt).drawnUp(), 0L);
        Basket basket = sale("1 " + shirt + " 1000");
        Quote quote = quotes.quote(basket);

        Acceptance accepted = acceptances.accept(basket, quote.fingerprint());

        assertThat(accepted.total()).isEqualTo(yen("900"));
        assertThat(accepted.base()).isEqualTo(9);
        assertThat(accepted.offers())
                .containsExactly(new Acceptance.Used(quote.offers().get(0).offer(), 1));
        assertThat(acceptances.accept(basket, quote.fingerprint()))
                .as("told again")
                .isEqualTo(accepted);
        refused("ACCEPTANCE_CONFLICT", () -> acceptances.accept(basket, "another"));
    }

    @Test
    void aQuoteThatIsNoLongerTrueIsNotAccepted() {
        String id = any("offer");
        offers.put(offer(id, Benefit.percentage("10")).items(shirt).drawnUp(), 0L);
        Basket basket = sale("1 " + shirt + " 1000");
        Quote quote = quotes.quote(basket);

        offers.put(offer(id, Benefit.percentage("10")).items(shirt).priority(1).drawnUp(), 1L);

        refused("QUOTE_OUTDATED", () -> acceptances.accept(basket, quote.fingerprint()));
        refused("ACCEPTANCE_KEY_REQUIRED", () -> acceptances.accept(basket("1 A 1"), quote.fingerprint()));
        assertThat(acceptances
                        .accept(basket, quotes.quote(basket).fingerprint())
                        .offers())
                .containsExactly(new Acceptance.Used(id, 2));
    }

    @Test
    void ofTwentyBasketsOfOneMemberAsManyHaveAnOfferAsItsCapSays() throws Exception {
        offers.put(
                offer(any("offer"), Benefit.percentage("50"))
                        .items(shirt)
                        .perMember(3)
                        .drawnUp(),
                0L);

        List<Object> outcomes = Together.times(20, () -> {
            Basket basket = sale("1 " + shirt + " 1000");
            return acceptances.accept(basket, quotes.quote(basket).fingerprint());
        });

        assertThat(outcomes).allMatch(it -> it instanceof Acceptance || code(it).equals("QUOTE_OUTDATED"));
        assertThat(outcomes.stream()
                        .filter(Acceptance.class::isInstance)
                        .filter(it -> ((Acceptance) it).total().equals(yen("500"))))
                .hasSize(3);
        Quote after = quotes.quote(sale("1 " + shirt + " 1000"));
        assertThat(after.total()).isEqualTo(yen("1000"));
        assertThat(after.notApplied()).extracting(Quote.NotApplied::reason).containsExactly(Reasons.USED_UP);
    }

    @Test
    void theDatabaseItselfRefusesAUseBeyondTheCap() {
        String id = any("offer");
        offers.put(offer(id, Benefit.percentage("50")).items(shirt).perMember(1).drawnUp(), 0L);
        Basket basket = sale("1 " + shirt + " 1000");
        acceptances.accept(basket, quotes.quote(basket).fingerprint());
        Basket other = sale("1 CUP 1000");
        UUID acceptance =
                acceptances.accept(other, quotes.quote(other).fingerprint()).id();

        for (int number : List.of(1, 2)) {
            assertThatThrownBy(() ->
                            sql.sql("""
                            insert into loyalty.offer_use
                                (acceptance, offer, version, account, use_number, per_member, discount, points)
                            values (?, ?, 1, ?, ?, 1, 0, 0)
                            """).params(acceptance, id, member, number).update())
                    .as("use number %d", number)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void theCapIsOfTheMemberOverAllTheirAccounts() {
        offers.put(
                offer(any("offer"), Benefit.percentage("50"))
                        .items(shirt)
                        .perMember(1)
                        .drawnUp(),
                0L);
        UUID other = register("98" + System.nanoTime());
        Basket first = sale("1 " + shirt + " 1000");
        acceptances.accept(first, quotes.quote(first).fingerprint());
        merges.approve(merges.propose(member, other, "one customer", "sato").id(), "sato");

        Basket second = sale(other, "1 " + shirt + " 1000");

        assertThat(quotes.quote(second).total()).isEqualTo(yen("1000"));
    }

    @Test
    void ofTwentyBasketsWithOneCodeOneHasIt() throws Exception {
        String id = any("offer");
        offers.put(offer(id, Benefit.percentage("50")).items(shirt).byCoupon().drawnUp(), 0L);
        String code = issues.issue(new CouponIssues.Order(
                        id, 1, null, null, null, Instant.now().plus(9, ChronoUnit.DAYS), "office", any("order")))
                .get(0)
                .code();
        Quote quote = quotes.quote(anyones("1 " + shirt + " 1000", code));
        assertThat(quote.total()).isEqualTo(yen("500"));

        List<Object> outcomes = Together.times(
                20, () -> acceptances.accept(anyones("1 " + shirt + " 1000", code), quote.fingerprint()));

        assertThat(outcomes.stream().filter(Acceptance.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance).map(AcceptancesTest::code))
                .hasSize(19)
                .containsAnyOf("COUPON_REDEEMED", "QUOTE_OUTDATED");
        assertThat(coupons.get(code).state()).isEqualTo(Coupon.State.REDEEMED);
        assertThat(sql.sql("select count(*) from loyalty.offer_use where offer = ?")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whatTheQuoteSaidIsWhatTheLedgerHasAfterThePurchase() {
        offers.put(offer(any("offer"), Benefit.points("3")).items(shirt).drawnUp(), 0L);
        Basket basket = sale("1 " + shirt + " 1990");
        Quote quote = quotes.quote(basket);
        assertThat(quote.points().earned()).isEqualTo(19 + 39);

        acceptances.accept(basket, quote.fingerprint());
        acceptances.accept(basket, quote.fingerprint());
        buy(basket, quote);

        assertThat(ledger.balance(member).spendable()).isEqualTo(quote.points().earned());
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void inAnyOrderOfNewsWhatComesBackTakesItsShareOfTheBonusAndAllOfItInTheEnd() {
        offers.put(offer(any("offer"), Benefit.points("3.33")).items(shirt).drawnUp(), 0L);
        Random random = new Random(7);
        for (int round = 0; round < 12; round++) {
            Basket basket = sale("1 " + shirt + " 1990");
            Quote quote = quotes.quote(basket);
            long before =
                    ledger.balance(member).spendable() - ledger.balance(member).debt();
            List<Runnable> news = new ArrayList<>(List.of(
                    () -> acceptances.accept(basket, quote.fingerprint()),
                    () -> buy(basket, quote),
                    () -> bringBack(basket, "a", "700"),
                    () -> bringBack(basket, "a", "700"),
                    () -> bringBack(basket, "b", "290")));
            Collections.shuffle(news, random);

            news.forEach(Runnable::run);

            // Of 1,990 are 1,000 left: 10 of 19 points, and 23 of the 46 that 2.33 times 1,990 are worth
            assertThat(quote.points().bonus()).isEqualTo(46);
            assertThat(net() - before).as("round %d", round).isEqualTo(10 + 23);
            bringBack(basket, "c", "1000");
            assertThat(net() - before).as("round %d", round).isZero();
        }
        assertThat(audit.differences()).isEmpty();
    }

    private long net() {
        return ledger.balance(member).spendable() - ledger.balance(member).debt();
    }

    private void buy(Basket basket, Quote quote) {
        purchases.record(new Purchase(
                "till",
                String.valueOf(basket.sourceTransaction()),
                Channel.STORE,
                Claim.card(card),
                "ginza",
                Instant.EPOCH.plus(9_000, ChronoUnit.DAYS),
                quote.total(),
                List.of()));
    }

    private void bringBack(Basket basket, String key, String amount) {
        purchases.recordReturn(new PurchaseReturn(
                "till",
                basket.sourceTransaction() + "/" + key,
                Channel.STORE,
                Claim.card(card),
                basket.sourceTransaction(),
                "ginza",
                Instant.EPOCH.plus(9_001, ChronoUnit.DAYS),
                yen(amount),
                List.of()));
    }

    private Basket sale(String lines) {
        return sale(member, lines);
    }

    private static Basket sale(UUID member, String lines) {
        return Shop.of(basket(Channel.STORE, member, null, lines(lines)), "till", any("sale"));
    }

    private static Basket anyones(String lines, String code) {
        return Shop.of(basket(Channel.STORE, null, null, lines(lines), code), "till", any("sale"));
    }

    private UUID register(String number) {
        return members.register(new NewMember(
                        new Profile("山田", null, null, null, null, null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.CARD, number, Proof.SIGHTED))))
                .id();
    }

    private static String code(Object outcome) {
        return outcome instanceof Refusal refusal ? refusal.code() : String.valueOf(outcome);
    }

    private static void refused(String code, ThrowingCallable asked) {
        assertThatThrownBy(asked).isInstanceOf(Refusal.class).extracting("code").isEqualTo(code);
    }
}
