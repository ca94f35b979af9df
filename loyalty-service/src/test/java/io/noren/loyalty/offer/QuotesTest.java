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
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Quotes by the offers that are stored. Each test has items of its own, so that none sees another's offers. */
@LoyaltyTest
class QuotesTest {
    @Autowired
    Quotes quotes;

    @Autowired
    Offers offers;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    JdbcClient sql;

    @Autowired
    JsonMapper json;

    @Test
    void aQuoteNamesTheVersionOfTheOfferAndAChangeIsANewOne() {
        String shirt = any("SHIRT");
        String id = any("offer");
        offers.put(offer(id, Benefit.percentage("10")).items(shirt).drawnUp(), 0L);
        assertThat(offered(shirt).offers().get(0).version()).isEqualTo(1);

        offers.put(offer(id, Benefit.percentage("20")).items(shirt).drawnUp(), 1L);

        Quote now = offered(shirt);
        assertThat(now.offers().get(0).version()).isEqualTo(2);
        assertThat(now.discount()).isEqualTo(yen("200"));
        assertThat(offers.get(id, 1).offer().benefit()).isEqualTo(Benefit.percentage("10"));
    }

    @Test
    void theSameOfferAgainIsTheSameVersion() {
        String id = any("offer");
        Offer offer = offer(id, Benefit.points("2"))
                .items(any("SHIRT"))
                .hours("10:00", "12:00")
                .minimum(yen("500"))
                .during(Instant.parse("2026-01-01T00:00:00Z"), null)
                .drawnUp();

        assertThat(offers.put(offer, null).version()).isEqualTo(1);
        assertThat(offers.put(offer, 1L).version()).isEqualTo(1);
    }

    @Test
    void whoWritesByAVersionThatIsGoneIsRefused() {
        String id = any("offer");
        offers.put(offer(id, Benefit.percentage("10")).items(any("A")).drawnUp(), 0L);
        Offer other = offer(id, Benefit.percentage("11")).items(any("A")).drawnUp();

        assertThatThrownBy(() -> offers.put(other, 0L)).extracting("code").isEqualTo("STALE_VERSION");
        assertThatThrownBy(() -> offers.put(other, 2L)).extracting("code").isEqualTo("STALE_VERSION");
        assertThatThrownBy(() -> offers.withdraw(id, 2L)).extracting("code").isEqualTo("STALE_VERSION");
        assertThat(offers.check(other, 1L).version()).as("a dry run").isEqualTo(2);
        assertThat(offers.get(id).version()).isEqualTo(1);
    }

    @Test
    void ofTwentyWhoChangeAnOfferAtOnceOneDoes() throws Exception {
        String id = any("offer");
        offers.put(offer(id, Benefit.percentage("10")).items(any("A")).drawnUp(), 0L);

        List<Object> outcomes = Together.times(
                20,
                () -> offers.put(
                        offer(id, Benefit.percentage("11")).items(any("A")).drawnUp(), 1L));

        assertThat(outcomes.stream().filter(Offer.Versioned.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance)).hasSize(19);
        assertThat(offers.get(id).version()).isEqualTo(2);
    }

    @Test
    void aWithdrawnOfferIsGivenNoMoreAndMayComeBackAsALaterVersion() {
        String shirt = any("SHIRT");
        String id = any("offer");
        Offer offer = offer(id, Benefit.percentage("10")).items(shirt).drawnUp();
        offers.put(offer, 0L);
        assertThat(offered(shirt).offers()).hasSize(1);

        offers.withdraw(id, 1L);

        assertThat(offered(shirt).offers()).isEmpty();
        assertThatThrownBy(() -> offers.get(id)).extracting("code").isEqualTo("UNKNOWN_OFFER");
        assertThat(offers.get(id, 1).offer()).isEqualTo(offer);
        assertThat(offers.put(offer, 0L).version()).isEqualTo(3);
        assertThat(offered(shirt).offers().get(0).version()).isEqualTo(3);
    }

    @Test
    void whatAnotherCopyChangesIsKnownWithoutBeingTold() {
        String shirt = any("SHIRT");
        String id = any("offer");
        offers.put(offer(id, Benefit.percentage("10")).items(shirt).drawnUp(), 0L);
        OfferBooks copy = new OfferBooks(sql, json, Clock.systemUTC());
        assertThat(copy.get().byId()).containsKey(id);
        long before = copy.get().version();

        offers.withdraw(id, 1L);

        assertThat(new OfferBooks(sql, json, Clock.systemUTC()).get().byId()).doesNotContainKey(id);
        assertThat(sql.sql("select version from loyalty.offer_book_version")
                        .query(Long.class)
                        .single())
                .as("what the copy looks at twice a second")
                .isGreaterThan(before);
    }

    @Test
    void theBaseIsWhatTheLedgerBooksForThePurchase() {
        String shirt = any("SHIRT");
        offers.put(offer(any("offer"), Benefit.percentage("7")).items(shirt).drawnUp(), null);
        for (String price : List.of("99", "107", "1075", "10000", "123456789")) {
            String card = "88" + System.nanoTime();
            UUID member = member(card);
            Quote quote =
                    quotes.quote(basket(Channel.STORE, member, null, lines("1 " + shirt + " " + price + ",3 CUP 333")));

            long booked = purchases
                    .record(new Purchase(
                            "till",
                            any("sale"),
                            Channel.STORE,
                            Claim.card(card),
                            "ginza",
                            Instant.now(),
                            quote.total(),
                            List.of(new PurchaseLine(1, shirt, BigDecimal.ONE, null))))
                    .points();

            assertThat(quote.points().earned()).as(price).isEqualTo(booked);
        }
    }

    @Test
    void aMembersPointsAreUsableAndTheirBirthdayIsKnown() {
        String shirt = any("SHIRT");
        offers.put(
                offer(any("offer"), Benefit.amount(yen("100"), false))
                        .items(shirt)
                        .birthday()
                        .drawnUp(),
                null);
        String card = "88" + System.nanoTime();
        UUID member = member(card);
        purchases.record(new Purchase(
                "till", any("sale"), Channel.WEB, Claim.card(card), null, Instant.now(), yen("5000"), List.of()));
        Instant february = nextOf(2);

        Quote inFebruary = quotes.quote(basket(Channel.WEB, member, february, lines("1 " + shirt + " 130")));
        Quote inMarch = quotes.quote(
                basket(Channel.WEB, member, february.plus(40, ChronoUnit.DAYS), lines("1 " + shirt + " 130")));

        assertThat(inFebruary.total()).isEqualTo(yen("30"));
        assertThat(inFebruary.points().usable()).isEqualTo(30);
        assertThat(inMarch.total()).isEqualTo(yen("130"));
        assertThat(inMarch.points().usable()).isEqualTo(50);
    }

    @Test
    void aThousandLinesAreReckonedToTheLastCoin() {
        String category = any("CATEGORY");
        offers.put(
                offer(any("offer"), Benefit.percentage("3.33"))
                        .categories(category)
                        .priority(2)
                        .drawnUp(),
                null);
        offers.put(
                offer(any("offer"), Benefit.payFor(3, 2))
                        .categories(category)
                        .priority(1)
                        .drawnUp(),
                null);
        List<BasketLine> lines = new ArrayList<>();
        long amount = 0;
        for (int i = 1; i <= 1_000; i++) {
            lines.add(new BasketLine(i, "I" + i, List.of(category), BigDecimal.valueOf(i % 5 + 1), yen(i + "7")));
            amount += (i % 5 + 1) * (i * 10L + 7);
        }

        Quote quote = quotes.quote(basket(Channel.STORE, null, null, lines));

        assertThat(quote.amount()).isEqualTo(yen(Long.toString(amount)));
        long first = Math.round(amount * 0.0333);
        assertThat(quote.offers().get(0).discount()).isEqualTo(yen(Long.toString(first)));
        assertThat(sum(quote.lines().stream().map(Quote.Line::discount).toList()))
                .isEqualByComparingTo(quote.discount().amount());
        assertThat(quote.lines())
                .hasSize(1_000)
                .allMatch(line -> line.total().amount().signum() >= 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "-1 A 100, IMPLAUSIBLE_QUANTITY",
        "0 A 100, IMPLAUSIBLE_QUANTITY",
        "0.0001 A 100, IMPLAUSIBLE_QUANTITY",
        "1000000.001 A 100, IMPLAUSIBLE_QUANTITY",
        "1E9 A 100, IMPLAUSIBLE_QUANTITY",
        "1E999999 A 100, IMPLAUSIBLE_QUANTITY",
        "1E-999999 A 100, IMPLAUSIBLE_QUANTITY",
        "1 A -100, IMPLAUSIBLE_PRICE",
        "1 A 1E-9, IMPLAUSIBLE_PRICE",
        "1000000 A 1000001, IMPLAUSIBLE_AMOUNT",
        "1 A 1E13, IMPLAUSIBLE_AMOUNT",
        "1 A 1E999999, IMPLAUSIBLE_AMOUNT"
    })
    void whatCannotBeIsRefusedByName(String line, String code) {
        assertThatThrownBy(() -> quotes.quote(basket(line))).extracting("code").isEqualTo(code);
    }

    @Test
    void aThousandMillionIsAnAmountLikeAnyOther() {
        String shirt = any("SHIRT");
        offers.put(offer(any("offer"), Benefit.percentage("33.33")).items(shirt).drawnUp(), null);

        assertThat(quotes.quote(basket("999 " + shirt + " 1000000000")).discount())
                .isEqualTo(yen("332966700000"));
    }

    @Test
    void tooMuchOfAnythingIsRefusedByName() {
        BasketLine line = new BasketLine(1, "A", List.of(), BigDecimal.ONE, yen("1"));
        List<BasketLine> many = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> new BasketLine(i, "A", List.of(), BigDecimal.ONE, yen("1")))
                .toList();
        List<BasketLine> dear = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> new BasketLine(i, "A", List.of(), BigDecimal.ONE, yen("1000000000000")))
                .toList();
        BasketLine euros = new BasketLine(2, "A", List.of(), BigDecimal.ONE, Shop.euro("1"));
        BasketLine odd = new BasketLine(2, "A\u0000", List.of(), BigDecimal.ONE, yen("1"));

        refused(List.of(), "EMPTY_BASKET");
        refused(many, "TOO_MANY_LINES");
        refused(dear, "IMPLAUSIBLE_AMOUNT");
        refused(List.of(line, line), "LINE_TWICE");
        refused(List.of(line, euros), "SEVERAL_CURRENCIES");
        refused(List.of(line, odd), "TEXT_UNREADABLE");
        assertThatThrownBy(() -> new Money(BigDecimal.ONE, "GOLD"))
                .extracting("code")
                .isEqualTo("UNKNOWN_CURRENCY");
        assertThatThrownBy(() -> quotes.quote(basket(Channel.WEB, UUID.randomUUID(), null, List.of(line))))
                .extracting("code")
                .isEqualTo("UNKNOWN_MEMBER");
        assertThatThrownBy(() -> quotes.quote(basket(Channel.WEB, null, Instant.EPOCH, List.of(line))))
                .extracting("code")
                .isEqualTo("IMPLAUSIBLE_TIME");
        assertThatThrownBy(() -> quotes.quote(basket(Channel.WEB, null, null, List.of(line), "no such code!")))
                .extracting("code")
                .isEqualTo("UNREADABLE_COUPON");
    }

    private void refused(List<BasketLine> lines, String code) {
        assertThatThrownBy(() -> quotes.quote(basket(Channel.WEB, null, null, lines)))
                .extracting("code")
                .isEqualTo(code);
    }

    private Quote offered(String item) {
        return quotes.quote(basket("1 " + item + " 1000"));
    }

    private static BigDecimal sum(List<Money> amounts) {
        return amounts.stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Instant nextOf(int month) {
        Instant at = Instant.now();
        while (at.atZone(ZoneId.of("Asia/Tokyo")).getMonthValue() != month) {
            at = at.plus(5, ChronoUnit.DAYS);
        }
        return at;
    }

    private UUID member(String card) {
        return members.register(new NewMember(
                        new Profile("山田", "太郎", null, null, LocalDate.of(1990, 2, 28), null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED))))
                .id();
    }
}
