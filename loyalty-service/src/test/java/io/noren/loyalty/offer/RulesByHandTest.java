package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.QuotesByHand.discounts;
import static io.noren.loyalty.offer.Shop.basket;
import static io.noren.loyalty.offer.Shop.euro;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.Channel;
import io.noren.loyalty.LoyaltyTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What each kind of offer takes off, reckoned by hand beforehand. */
@LoyaltyTest
class RulesByHandTest {
    @Autowired
    QuoteReckoner reckoner;

    private QuotesByHand quotes;

    @BeforeEach
    void quotes() {
        quotes = new QuotesByHand(reckoner);
    }

    static Stream<Arguments> rules() {
        Benefit tiers = Benefit.tierPrice(List.of(
                new Benefit.PriceFrom(new BigDecimal(3), yen("900")),
                new Benefit.PriceFrom(new BigDecimal(10), yen("800"))));
        return Stream.of(
                // what is given | what is bought | what is taken off each line
                Arguments.of(Benefit.percentage("10"), "1 SHIRT 1980", "198"),
                Arguments.of(Benefit.percentage("10"), "1 SHIRT 1985", "199"), // 198.5
                Arguments.of(Benefit.percentage("10"), "1 SHIRT 1984", "198"), // 198.4
                Arguments.of(Benefit.percentage("100"), "3 SHIRT 333", "999"),
                Arguments.of(Benefit.percentage("0.01"), "1 SHIRT 100", "0"), // 0.01
                Arguments.of(Benefit.percentage("12.5"), "1 SHIRT 1000", "125"),
                // 29.7 off together is 30; line by line it would be the same, three times 9.9
                Arguments.of(Benefit.percentage("10"), "1 A 99,1 B 99,1 C 99", "10 10 10"),
                // 10.0 off together; 3.3 3.3 3.4: the coin that is left goes to the largest remainder
                Arguments.of(Benefit.percentage("10"), "1 A 33,1 B 33,1 C 34", "3 3 4"),
                // the coins that are left go to the first among equals
                Arguments.of(Benefit.amount(yen("100"), false), "1 A 50,1 B 50,1 C 50", "34 33 33"),
                Arguments.of(Benefit.amount(yen("500"), false), "1 A 1000,1 B 3000", "125 375"),
                Arguments.of(Benefit.amount(yen("5000"), false), "1 A 1000,1 B 3000", "1000 3000"),
                Arguments.of(Benefit.amount(yen("500"), false), "1 A 0,1 B 3000", "0 500"),
                Arguments.of(Benefit.amount(yen("30"), true), "2 A 100,1 B 20", "60 20"),
                Arguments.of(Benefit.amount(yen("30"), true), "0.25 A 400", "8"), // 7.5
                // three for two: of the dearest three the cheapest is free
                Arguments.of(Benefit.payFor(3, 2), "3 A 1000", "1000"),
                Arguments.of(Benefit.payFor(3, 2), "2 A 1000", "0"),
                Arguments.of(Benefit.payFor(3, 2), "1 A 1000,1 B 800,1 C 500", "0 0 500"),
                Arguments.of(Benefit.payFor(3, 2), "1 C 500,1 A 1000,1 B 800,1 D 300", "500 0 0 0"),
                Arguments.of(Benefit.payFor(3, 2), "4 A 1000,2 B 500", "1000 500"),
                Arguments.of(Benefit.payFor(3, 1), "7 A 100", "400"),
                Arguments.of(Benefit.payFor(2, 1), "1000000 A 3", "1500000"),
                Arguments.of(Benefit.payFor(2, 1), "1.5 A 1000,0.5 B 1000", "0 0"), // what is weighed is no piece
                // three for a thousand: 1,400 for 1,000, spread by what they cost
                Arguments.of(Benefit.together(3, yen("1000")), "2 A 500,1 B 400", "286 114"),
                Arguments.of(Benefit.together(3, yen("1000")), "3 A 300", "0"),
                // two groups: 1,500 and 900; only the first is worth it
                Arguments.of(Benefit.together(3, yen("1000")), "3 A 500,3 B 300", "500 0"),
                Arguments.of(Benefit.together(2, yen("0")), "2 A 500", "1000"),
                Arguments.of(tiers, "2 A 1000", "0"),
                Arguments.of(tiers, "3 A 1000", "300"),
                Arguments.of(tiers, "2 A 1000,1 B 850", "200 0"), // what costs less already is left as it is
                Arguments.of(tiers, "4 A 1000,6 B 1000", "800 1200"),
                Arguments.of(tiers, "2.5 A 1000,0.5 B 1000", "250 50"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("rules")
    void anOfferTakesOffWhatWasReckonedByHand(Benefit benefit, String lines, String expected) {
        Quote quote = quotes.quote(basket(lines), offer("it", benefit));

        assertThat(discounts(quote)).isEqualTo(expected);
        assertThat(quote.total().amount())
                .isEqualTo(quote.amount().amount().subtract(quote.discount().amount()));
    }

    @Test
    void centsAreSpreadToTheLastOne() {
        Basket basket = new Basket(
                Channel.WEB,
                null,
                null,
                null,
                List.of(
                        new BasketLine(1, "A", List.of(), BigDecimal.ONE, euro("9.99")),
                        new BasketLine(2, "B", List.of(), BigDecimal.ONE, euro("9.99")),
                        new BasketLine(3, "C", List.of(), new BigDecimal("0.345"), euro("12.90"))),
                List.of(),
                null,
                null);

        Quote quote = quotes.quote(basket, offer("it", Benefit.percentage("15")));

        // 0.345 kg cost 4.4505: 4.45. Of 24.43 are 15 % 3.6645: 3.66 = 1.50 + 1.49 + 0.67 by 1.4967, 1.4967, 0.6667
        assertThat(quote.amount()).isEqualTo(euro("24.43"));
        assertThat(quote.discount()).isEqualTo(euro("3.66"));
        assertThat(discounts(quote)).isEqualTo("1.50 1.49 0.67");
        assertThat(quote.total()).isEqualTo(euro("20.77"));
    }

    @Test
    void anAmountOfAnotherCurrencyIsNotTakenOff() {
        assertThat(quotes.quote(basket("1 A 1000"), offer("it", Benefit.amount(euro("5"), false)))
                        .offers())
                .isEmpty();
        assertThat(quotes.quote(basket("1 A 1000"), offer("it", Benefit.together(2, euro("5"))))
                        .offers())
                .isEmpty();
    }

    @Test
    void theReasonSaysInBothLanguagesWhatTheCustomerGets() {
        Quote quote = quotes.quote(basket("1 A 1000"), offer("it", Benefit.amount(yen("500"), false)));

        assertThat(quote.offers().get(0).reason())
                .isEqualTo(new Reason("AMOUNT_OFF", "特典it（500円引き）", "offer it (JPY 500 off)"));
        assertThat(quote.lines().get(0).offers()).containsExactly(new Quote.Part("it", 1, yen("500")));
    }
}
