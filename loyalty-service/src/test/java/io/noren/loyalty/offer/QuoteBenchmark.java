package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.Channel;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * How long a quote takes with 200 offers: of 30 lines, and of 300 to see whether it grows with the lines; for a member,
 * of whom the database is asked three things, and for anyone. Against the module and its PostgreSQL, without HTTP. Not
 * part of the tests: {@code mvn -q -pl loyalty-service -am test -Dtest=QuoteBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@LoyaltyTest
class QuoteBenchmark {
    private static final int OFFERS = 200;
    private static final int CATEGORIES = 40;
    private static final int WARM_UP = Integer.getInteger("noren.benchmark.quotes", 20_000) / 4;
    private static final int QUOTES = Integer.getInteger("noren.benchmark.quotes", 20_000);

    @Autowired
    Quotes quotes;

    @Autowired
    Offers offers;

    @Autowired
    Members members;

    @Test
    void quotesOfThirtyAndThreeHundredLines() {
        for (int i = 0; i < OFFERS; i++) {
            offers.put(offerNumber(i).drawnUp(), null);
        }
        UUID member = members.register(new NewMember(new Profile("山田", null, null, null, null, null, "ja"), List.of()))
                .id();
        System.out.printf(
                "%n| %d offers | lines | applied | p50 | p99 | longest |%n|---|---|---|---|---|---|%n", OFFERS);
        for (int lines : List.of(30, 300)) {
            measure("for a member", member, lines);
            measure("for anyone", null, lines);
        }
    }

    private void measure(String title, @Nullable UUID member, int length) {
        List<Basket> baskets = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            baskets.add(basket(member, length, random));
        }
        int times = QUOTES * 30 / length;
        long applied = 0;
        for (int i = 0; i < WARM_UP; i++) {
            applied += quotes.quote(baskets.get(i % baskets.size())).offers().size();
        }
        long[] took = new long[times];
        for (int i = 0; i < times; i++) {
            Basket basket = baskets.get(i % baskets.size());
            long began = System.nanoTime();
            Quote quote = quotes.quote(basket);
            took[i] = System.nanoTime() - began;
            assertThat(quote.discount().amount().signum()).isPositive();
        }
        Arrays.sort(took);
        System.out.printf(
                "| %s | %d | %.0f | %.2f ms | %.2f ms | %.1f ms |%n",
                title,
                length,
                applied / (double) WARM_UP,
                took[times / 2] / 1e6,
                took[times * 99 / 100] / 1e6,
                took[times - 1] / 1e6);
    }

    private static Basket basket(@Nullable UUID member, int length, Random random) {
        List<BasketLine> lines = new ArrayList<>();
        for (int i = 1; i <= length; i++) {
            int item = random.nextInt(1_000);
            lines.add(new BasketLine(
                    i,
                    "BENCH-" + item,
                    List.of("BENCH-C" + item % CATEGORIES, "BENCH-ALL"),
                    BigDecimal.valueOf(1 + random.nextInt(4)),
                    yen(Integer.toString(100 + random.nextInt(5_000)))));
        }
        return new Basket(Channel.STORE, "ginza", member, null, lines, List.of(), null, null);
    }

    /** Of all kinds: most for a category, some for items, a few for everything; every fourth in a group. */
    private static OfferDraft offerNumber(int i) {
        OfferDraft draft = offer("bench-" + i, benefit(i)).priority(i % 7);
        if (i % 20 == 0) {
            draft.categories("BENCH-ALL");
        } else if (i % 5 == 0) {
            draft.items("BENCH-" + i, "BENCH-" + 2 * i, "BENCH-" + 3 * i);
        } else {
            draft.categories("BENCH-C" + i % CATEGORIES);
        }
        if (i % 4 == 0) {
            draft.group("bench-group-" + i % 16);
        }
        if (i % 9 == 0) {
            draft.perMember(1_000_000);
        }
        return draft;
    }

    private static Benefit benefit(int i) {
        return switch (i % 6) {
            case 0 -> Benefit.percentage(Integer.toString(1 + i % 5));
            case 1 -> Benefit.amount(yen(Integer.toString(10 + i)), false);
            case 2 -> Benefit.payFor(4, 3);
            case 3 -> Benefit.together(3, yen("5000"));
            case 4 -> Benefit.tierPrice(List.of(new Benefit.PriceFrom(BigDecimal.valueOf(5), yen("4000"))));
            default -> Benefit.points("1.5");
        };
    }
}
