package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.QuotesByHand.discounts;
import static io.noren.loyalty.offer.Shop.basket;
import static io.noren.loyalty.offer.Shop.euro;
import static io.noren.loyalty.offer.Shop.lines;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.Channel;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.MemberStanding;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.MonthDay;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** For what, where, when and to whom an offer is given. */
@LoyaltyTest
class ConditionsTest {
    private static final Benefit TEN = Benefit.percentage("10");

    @Autowired
    QuoteReckoner reckoner;

    private QuotesByHand quotes;

    @BeforeEach
    void quotes() {
        quotes = new QuotesByHand(reckoner);
    }

    @Test
    void anOfferIsForItsItemsAndItsCategories() {
        assertThat(discounts(quotes.quote(
                        basket("1 SHIRT 100,1 CUP 100,1 TEA 100"),
                        offer("it", TEN).items("CUP", "TEA").categories("TEAS", "CUPS"))))
                .as("and takes off once, though a line is meant twice")
                .isEqualTo("0 10 10");
    }

    @Test
    void anOfferIsForItsChannelsAndStores() {
        OfferDraft web = offer("it", TEN).channels(Channel.WEB);
        OfferDraft kobe = offer("it", TEN).locations("kobe");

        assertThat(isGiven(web, on(Channel.WEB, null))).isTrue();
        assertThat(isGiven(web, on(Channel.APP, null))).isFalse();
        assertThat(isGiven(kobe, on(Channel.STORE, "kobe"))).isTrue();
        assertThat(isGiven(kobe, on(Channel.STORE, "ginza"))).isFalse();
        assertThat(isGiven(kobe, on(Channel.WEB, null))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T00:59:59.999999Z, false",
        "2026-12-01T01:00:00Z, true",
        "2026-12-01T01:59:59.999999Z, true",
        "2026-12-01T02:00:00Z, false"
    })
    void anOfferBeginsAtItsFirstInstantAndIsOverAtItsEnd(Instant at, boolean given) {
        OfferDraft hour =
                offer("it", TEN).during(Instant.parse("2026-12-01T01:00:00Z"), Instant.parse("2026-12-01T02:00:00Z"));

        assertThat(isGiven(hour, at(at))).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({
        // 1 December 2026 is a Tuesday; Tokyo is nine hours ahead
        "2026-12-01T08:59:59Z, false", // 17:59
        "2026-12-01T09:00:00Z, true", // 18:00
        "2026-12-01T16:59:59Z, true", // 01:59 on Wednesday, but it began on Tuesday
        "2026-12-01T17:00:00Z, false", // 02:00
        "2026-11-30T16:00:00Z, false", // 01:00 on Tuesday: it would have begun on Monday
        "2026-12-02T09:00:00Z, false" // Wednesday evening
    })
    void anEveningLastsIntoTheNextMorning(Instant at, boolean given) {
        assertThat(isGiven(offer("it", TEN).weekdays(DayOfWeek.TUESDAY).hours("18:00", "02:00"), at(at)))
                .isEqualTo(given);
    }

    @Test
    void hoursOfADayEndBeforeTheirEnd() {
        OfferDraft lunch = offer("it", TEN).hours("11:00", "12:00");

        assertThat(isGiven(lunch, at(Instant.parse("2026-12-01T02:00:00Z")))).isTrue();
        assertThat(isGiven(lunch, at(Instant.parse("2026-12-01T02:59:59Z")))).isTrue();
        assertThat(isGiven(lunch, at(Instant.parse("2026-12-01T03:00:00Z")))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "--12-24, 2026-12-01T00:00:00Z, true",
        "--12-24, 2026-11-30T15:00:00Z, true", // the first of December in Tokyo
        "--12-24, 2026-11-30T14:59:59Z, false",
        "--11-24, 2026-12-01T00:00:00Z, false",
        ", 2026-12-01T00:00:00Z, false"
    })
    void aBirthdayIsTheMonthInTheProgrammesZone(@Nullable String birthday, Instant at, boolean given) {
        MemberStanding member =
                new MemberStanding(UUID.randomUUID(), birthday == null ? null : MonthDay.parse(birthday), null, 0);

        assertThat(isGiven(offer("it", TEN).birthday(), at(at), member)).isEqualTo(given);
        assertThat(isGiven(offer("it", TEN).birthday(), at(at), null)).isFalse();
    }

    @Test
    void aTierIsOnlyForThoseWhoHaveIt() {
        OfferDraft gold = offer("it", TEN).tiers("GOLD", "PLATINUM");
        UUID id = UUID.randomUUID();

        assertThat(isGiven(gold, basket("1 A 100"), new MemberStanding(id, null, "GOLD", 0)))
                .isTrue();
        assertThat(isGiven(gold, basket("1 A 100"), new MemberStanding(id, null, "SILVER", 0)))
                .isFalse();
        assertThat(isGiven(gold, basket("1 A 100"), new MemberStanding(id, null, null, 0)))
                .isFalse();
        assertThat(isGiven(gold, basket("1 A 100"))).isFalse();
    }

    @Test
    void membersOfferAndOffersWithACapAreOnlyForMembers() {
        MemberStanding member = new MemberStanding(UUID.randomUUID(), null, null, 0);

        assertThat(isGiven(offer("it", TEN).members(), basket("1 A 100"), member))
                .isTrue();
        assertThat(isGiven(offer("it", TEN).members(), basket("1 A 100"))).isFalse();
        assertThat(isGiven(offer("it", TEN).perMember(1), basket("1 A 100"), member))
                .isTrue();
        assertThat(isGiven(offer("it", TEN).perMember(1), basket("1 A 100"))).isFalse();
    }

    @Test
    void aMinimumIsOfTheLinesThatAreMeantBeforeAnyOffer() {
        OfferDraft first = offer("first", Benefit.percentage("50")).priority(9);
        OfferDraft shirts = offer("shirts", TEN).items("SHIRT").minimum(yen("2000"));

        assertThat(discounts(quotes.quote(basket("2 SHIRT 1000,1 CUP 9000"), first, shirts)))
                .isEqualTo("1100 4500");
        assertThat(discounts(quotes.quote(basket("1 SHIRT 1999,1 CUP 9000"), shirts)))
                .isEqualTo("0 0");
        assertThat(isGiven(offer("it", TEN).minimum(euro("1")), basket("1 A 1000")))
                .isFalse();
    }

    @Test
    void anOfferByCouponWaitsForItsCode() {
        assertThat(isGiven(offer("it", TEN).byCoupon(), basket("1 A 1000"))).isFalse();
    }

    private boolean isGiven(OfferDraft offer, Basket basket) {
        return isGiven(offer, basket, null);
    }

    private boolean isGiven(OfferDraft offer, Basket basket, @Nullable MemberStanding member) {
        return !quotes.quote(basket, member, offer).offers().isEmpty();
    }

    private static Basket on(Channel channel, @Nullable String location) {
        return new Basket(channel, location, null, null, lines("1 A 100"), List.of(), null, null);
    }

    private static Basket at(Instant at) {
        return basket(Channel.STORE, null, at, lines("1 A 100"));
    }
}
