package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.QuotesByHand.applied;
import static io.noren.loyalty.offer.QuotesByHand.discounts;
import static io.noren.loyalty.offer.Shop.basket;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.MemberStanding;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Several offers for one basket. */
@LoyaltyTest
class StackingTest {
    private static final MemberStanding MEMBER = new MemberStanding(UUID.randomUUID(), null, null, 50);

    @Autowired
    QuoteReckoner reckoner;

    private QuotesByHand quotes;

    @BeforeEach
    void quotes() {
        quotes = new QuotesByHand(reckoner);
    }

    @Test
    void theHigherPriorityIsTakenOffFirstAndTheNextReckonsWithWhatItLeft() {
        OfferDraft percent = offer("percent", Benefit.percentage("10"));
        OfferDraft amount = offer("amount", Benefit.amount(yen("100"), false));

        // 1,000 less 10 % less 100, or 1,000 less 100 less 10 %
        assertThat(discounts(quotes.quote(basket("1 A 1000"), percent.priority(2), amount.priority(1))))
                .isEqualTo("200");
        assertThat(discounts(quotes.quote(basket("1 A 1000"), percent.priority(1), amount.priority(2))))
                .isEqualTo("190");
        assertThat(applied(quotes.quote(basket("1 A 1000"), percent.priority(2), amount.priority(2))))
                .as("by id among equals")
                .isEqualTo("amount percent");
    }

    @Test
    void ofAGroupTheOneThatGivesMostAppliesWhateverItsPriority() {
        OfferDraft ten = offer("ten", Benefit.percentage("10")).group("spring").priority(9);
        OfferDraft off = offer("off", Benefit.amount(yen("300"), false)).group("spring");

        Quote small = quotes.quote(basket("1 A 1000"), ten, off);
        Quote large = quotes.quote(basket("1 A 5000"), ten, off);

        assertThat(applied(small)).isEqualTo("off");
        assertThat(applied(large)).isEqualTo("ten");
        assertThat(large.discount()).isEqualTo(yen("500"));
        assertThat(large.notApplied()).containsExactly(new Quote.NotApplied("off", null, Reasons.OUTDONE));
    }

    @Test
    void amongEqualsOfAGroupThePriorityDecidesThenTheId() {
        OfferDraft b = offer("b", Benefit.percentage("10")).group("g");
        OfferDraft a = offer("a", Benefit.amount(yen("100"), false)).group("g");

        assertThat(applied(quotes.quote(basket("1 A 1000"), b, a))).isEqualTo("a");
        assertThat(applied(quotes.quote(basket("1 A 1000"), a, b.priority(1)))).isEqualTo("b");
    }

    @Test
    void whatDoesNotCombineTakesOnlyWhatNobodyTouchedAndNobodyTouchesItAfterwards() {
        OfferDraft shirts =
                offer("shirts", Benefit.percentage("10")).items("SHIRT").priority(3);
        OfferDraft alone = offer("alone", Benefit.percentage("50")).alone().priority(2);
        OfferDraft all = offer("all", Benefit.percentage("20")).priority(1);

        Quote quote = quotes.quote(basket("1 SHIRT 1000,1 CUP 1000"), shirts, alone, all);

        // The shirt: 10 %, then 20 % of 900. The cup: 50 % and no more.
        assertThat(discounts(quote)).isEqualTo("280 500");
        assertThat(applied(quote)).isEqualTo("shirts alone all");
    }

    @Test
    void nothingIsTakenOffWhatIsFree() {
        Quote quote = quotes.quote(
                basket("2 A 1000"),
                offer("all", Benefit.percentage("100")).priority(5),
                offer("more", Benefit.amount(yen("500"), false)),
                offer("free", Benefit.payFor(2, 1)),
                offer("price", Benefit.together(2, yen("0"))));

        assertThat(applied(quote)).isEqualTo("all");
        assertThat(quote.total()).isEqualTo(yen("0"));
    }

    @Test
    void pointsAreMultipliedOfWhatIsPaidInTheEnd() {
        OfferDraft twice = offer("twice", Benefit.points("2")).priority(900);
        OfferDraft half = offer("half", Benefit.percentage("50"));

        Quote quote = quotes.quote(basket("1 A 1990"), MEMBER, twice, half);

        assertThat(quote.total()).isEqualTo(yen("995"));
        assertThat(quote.points().base()).isEqualTo(9);
        assertThat(quote.points().bonus()).isEqualTo(9);
        assertThat(quote.points().earned()).isEqualTo(18);
        assertThat(quote.points().usable()).isEqualTo(50);
        assertThat(quote.points().reasons())
                .extracting(Reason::code)
                .containsExactly("POINTS_FOR_TOTAL", "POINTS_MULTIPLIED", "POINTS_USABLE");
    }

    @Test
    void aMultiplierOfSomeLinesCountsOnlyThem() {
        // 1,250 yen of shirts at half as much again: 6.25 points more
        Quote quote = quotes.quote(
                basket("1 SHIRT 1250,1 CUP 1000"),
                MEMBER,
                offer("more", Benefit.points("1.5")).items("SHIRT"));

        assertThat(quote.points().base()).isEqualTo(22);
        assertThat(quote.points().bonus()).isEqualTo(6);
    }

    @Test
    void pointsOfAGroupAreGivenOnlyWhereNoneOfItsPricesApplied() {
        OfferDraft points = offer("points", Benefit.points("5")).group("either").priority(9);
        OfferDraft price =
                offer("price", Benefit.percentage("1")).items("SHIRT").group("either");

        assertThat(applied(quotes.quote(basket("1 SHIRT 1000"), MEMBER, points, price)))
                .isEqualTo("price");
        assertThat(applied(quotes.quote(basket("1 CUP 1000"), MEMBER, points, price)))
                .isEqualTo("points");
    }

    @Test
    void whoIsNotAMemberEarnsNothing() {
        Quote quote = quotes.quote(basket("1 A 1000"), offer("twice", Benefit.points("2")));

        assertThat(quote.offers()).isEmpty();
        assertThat(quote.points().earned()).isZero();
        assertThat(quote.points().reasons()).containsExactly(Reasons.NO_MEMBER);
    }

    @Test
    void noMorePointsCanPayThanTheBasketCosts() {
        assertThat(quotes.quote(basket("1 A 30"), MEMBER).points().usable()).isEqualTo(30);
        assertThat(quotes.quote(basket("1 A 51"), MEMBER).points().usable()).isEqualTo(50);
    }
}
