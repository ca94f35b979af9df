package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.Channel;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.MemberStanding;
import io.noren.loyalty.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Any offers and any basket. {@code -Dquotes.baskets=20000} for a long run, {@code -Dquotes.seed} for one again.
 */
@LoyaltyTest
class QuotePropertiesTest {
    private static final int BASKETS = Integer.getInteger("quotes.baskets", 120);
    private static final List<String> ITEMS = List.of("A", "B", "C", "D", "E");
    private static final List<String> CATEGORIES = List.of("X", "Y", "Z");

    @Autowired
    QuoteReckoner reckoner;

    /** What one seed makes. */
    private record Made(String name, List<Offer.Versioned> offers, List<BasketLine> lines, MemberStanding member) {}

    @Test
    void theSameBasketIsAnsweredAlikeAtTheTillInTheWebAndInTheApp() {
        each(made -> {
            List<Offer.Versioned> everywhere = made.offers().stream()
                    .filter(it -> it.offer().conditions().channels().isEmpty())
                    .toList();
            Quote till = quote(made, Channel.STORE, everywhere, made.lines());
            for (Channel channel : List.of(Channel.WEB, Channel.APP)) {
                Quote other = quote(made, channel, everywhere, made.lines());
                assertThat(other.channel()).isEqualTo(channel);
                assertThat(withoutChannel(other)).as(made.name()).isEqualTo(withoutChannel(till));
            }
        });
    }

    @Test
    void onlyOffersThatNameAChannelMakeADifferenceBetweenChannels() {
        each(made -> {
            for (Channel channel : Channel.values()) {
                List<Offer.Versioned> ofChannel = made.offers().stream()
                        .filter(it -> it.offer().conditions().channels().isEmpty()
                                || it.offer().conditions().channels().contains(channel))
                        .toList();
                assertThat(quote(made, channel, made.offers(), made.lines()))
                        .as(made.name())
                        .isEqualTo(quote(made, channel, ofChannel, made.lines()));
            }
        });
    }

    @Test
    void neitherTheOrderOfLinesNorThatOfOffersMatters() {
        each(made -> {
            Quote quote = quote(made, Channel.WEB, made.offers(), made.lines());
            List<BasketLine> lines = new ArrayList<>(made.lines());
            List<Offer.Versioned> offers = new ArrayList<>(made.offers());
            Random random = new Random(made.name().hashCode());
            Collections.shuffle(lines, random);
            Collections.shuffle(offers, random);

            assertThat(quote(made, Channel.WEB, offers, lines)).as(made.name()).isEqualTo(quote);
        });
    }

    @Test
    void everyDiscountAddsUpAndNothingCostsLessThanNothing() {
        each(made -> {
            Quote quote = quote(made, Channel.STORE, made.offers(), made.lines());

            BigDecimal discount = quote.discount().amount();
            assertThat(sum(quote.lines().stream().map(Quote.Line::discount)))
                    .as(made.name())
                    .isEqualByComparingTo(discount);
            assertThat(sum(quote.offers().stream().map(Quote.Applied::discount)))
                    .as(made.name())
                    .isEqualByComparingTo(discount);
            assertThat(sum(quote.lines().stream().map(Quote.Line::total)))
                    .as(made.name())
                    .isEqualByComparingTo(quote.total().amount());
            assertThat(quote.amount().amount().subtract(discount))
                    .isEqualByComparingTo(quote.total().amount());
            quote.lines().forEach(line -> {
                assertThat(line.total().amount()).as(made.name()).isNotNegative();
                assertThat(sum(line.offers().stream().map(Quote.Part::discount)))
                        .as(made.name())
                        .isEqualByComparingTo(line.discount().amount());
                assertThat(line.offers())
                        .allMatch(part -> part.discount().amount().signum() > 0);
            });
            assertThat(quote.offers().stream().mapToLong(Quote.Applied::points).sum())
                    .as(made.name())
                    .isEqualTo(quote.points().bonus());
            assertThat(quote.points().base()).isEqualTo(quote.total().amount().longValueExact() / 100);
        });
    }

    @Test
    void ofAGroupNeverTwoApplyAndWhatDoesNotCombineStandsAlone() {
        each(made -> {
            Quote quote = quote(made, Channel.STORE, made.offers(), made.lines());
            Map<String, Offer> offers = made.offers().stream()
                    .collect(Collectors.toMap(it -> it.offer().id(), Offer.Versioned::offer));

            assertThat(quote.offers().stream()
                            .map(applied ->
                                    offers.get(applied.offer()).stacking().group())
                            .filter(group -> group != null)
                            .toList())
                    .as(made.name())
                    .doesNotHaveDuplicates();
            quote.lines().stream()
                    .filter(line -> line.offers().stream()
                            .anyMatch(
                                    part -> offers.get(part.offer()).stacking().isAlone()))
                    .forEach(line -> assertThat(line.offers()).as(made.name()).hasSize(1));
        });
    }

    @Test
    void ofOffersOfOneGroupTheBasketGetsTheBest() {
        each(made -> {
            List<Offer.Versioned> rivals = made.offers().stream()
                    .filter(it -> !it.offer().givesPoints())
                    .map(it -> new Offer.Versioned(rival(it.offer()), it.version()))
                    .toList();
            BigDecimal together =
                    quote(made, Channel.STORE, rivals, made.lines()).discount().amount();
            BigDecimal best = rivals.stream()
                    .map(it -> quote(made, Channel.STORE, List.of(it), made.lines())
                            .discount()
                            .amount())
                    .reduce(BigDecimal.ZERO, BigDecimal::max);

            assertThat(together).as(made.name()).isEqualByComparingTo(best);
        });
    }

    private static Offer rival(Offer offer) {
        return new Offer(
                offer.id(),
                offer.name(),
                offer.benefit(),
                offer.conditions(),
                new Stacking("rivals", offer.stacking().priority(), null),
                null,
                null,
                null,
                null,
                null);
    }

    private void each(Consumer<Made> check) {
        long first = Long.getLong("quotes.seed", new Random().nextLong());
        for (long seed = first; seed < first + BASKETS; seed++) {
            check.accept(made(seed));
        }
    }

    private static Made made(long seed) {
        Random random = new Random(seed);
        List<Offer.Versioned> offers = new ArrayList<>();
        int many = random.nextInt(12);
        for (int i = 0; i < many; i++) {
            offers.add(anyOffer(random, "offer-" + i).listed());
        }
        List<BasketLine> lines = new ArrayList<>();
        int length = 1 + random.nextInt(12);
        for (int i = 1; i <= length; i++) {
            BigDecimal quantity = random.nextInt(4) == 0
                    ? BigDecimal.valueOf(1 + random.nextInt(5_000), 3)
                    : BigDecimal.valueOf(1 + random.nextInt(9));
            lines.add(new BasketLine(
                    i * 7,
                    any(random, ITEMS),
                    random.nextBoolean() ? List.of(any(random, CATEGORIES)) : CATEGORIES,
                    quantity,
                    yen(Integer.toString(random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(3_000)))));
        }
        return new Made("-Dquotes.seed=" + seed, offers, lines, new MemberStanding(new UUID(1, 1), null, null, 1_000));
    }

    private static OfferDraft anyOffer(Random random, String id) {
        OfferDraft draft = offer(id, anyBenefit(random)).priority(random.nextInt(3));
        switch (random.nextInt(3)) {
            case 0 -> draft.items(any(random, ITEMS), any(random, ITEMS));
            case 1 -> draft.categories(any(random, CATEGORIES));
            default -> draft.items();
        }
        if (random.nextInt(3) == 0) {
            draft.group("group-" + random.nextInt(2));
        }
        if (random.nextInt(5) == 0) {
            draft.alone();
        }
        if (random.nextInt(4) == 0) {
            draft.channels(Channel.values()[random.nextInt(3)]);
        }
        if (random.nextInt(5) == 0) {
            draft.minimum(yen(Integer.toString(random.nextInt(10_000))));
        }
        return draft;
    }

    private static Benefit anyBenefit(Random random) {
        int yen = 1 + random.nextInt(2_000);
        int take = 2 + random.nextInt(4);
        return switch (random.nextInt(7)) {
            case 0 ->
                Benefit.percentage(
                        BigDecimal.valueOf(1 + random.nextInt(10_000), 2).toPlainString());
            case 1 -> Benefit.amount(yen(Integer.toString(yen)), false);
            case 2 -> Benefit.amount(yen(Integer.toString(yen)), true);
            case 3 -> Benefit.payFor(take, 1 + random.nextInt(take - 1));
            case 4 -> Benefit.together(take, yen(Integer.toString(yen)));
            case 5 ->
                Benefit.tierPrice(List.of(
                        new Benefit.PriceFrom(BigDecimal.ONE, yen(Integer.toString(yen))),
                        new Benefit.PriceFrom(BigDecimal.TEN, yen(Integer.toString(yen / 2)))));
            default ->
                Benefit.points(BigDecimal.valueOf(101 + random.nextInt(900), 2).toPlainString());
        };
    }

    private Quote quote(Made made, Channel channel, List<Offer.Versioned> offers, List<BasketLine> lines) {
        Basket basket = new Basket(channel, "ginza", made.member().member(), null, lines, List.of(), null, null);
        return new QuotesByHand(reckoner).quote(basket, made.member(), offers);
    }

    private static Quote withoutChannel(Quote quote) {
        return new Quote(
                quote.fingerprint(),
                Channel.STORE,
                quote.location(),
                quote.member(),
                quote.at(),
                quote.lines(),
                quote.offers(),
                quote.notApplied(),
                quote.amount(),
                quote.discount(),
                quote.total(),
                quote.points());
    }

    private static BigDecimal sum(Stream<Money> amounts) {
        return amounts.map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static <T> T any(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
